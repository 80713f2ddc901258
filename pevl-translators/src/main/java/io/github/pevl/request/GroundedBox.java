package io.github.pevl.request;

import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PixelArea;

/**
 * A box that the network predicts for an expression.
 *
 * @param bins the four position tokens
 * @param area the same in pixels of the image, edge pixels included, as accuracy is measured
 * @param probability that each of the four edges lies within a tenth of the image's side of this
 *     box: the product, over the four masks, of the total probability of the position tokens in
 *     that range; 0 to 1
 */
public record GroundedBox(BoxBins bins, PixelArea area, double probability) {}
