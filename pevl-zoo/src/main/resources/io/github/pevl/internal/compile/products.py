# Linear layers whose products are computed in bfloat16 (type 15), between float32 states (type 6).
# Weights are cast once, by cast, for all layers of a pass. Gradients pass through everything.


class Products(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def cast(self, values: Tensor) -> Tensor:
    return values.to(15)

  def linear(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.linear(x.to(15), weight, bias).to(6)

  def feed_forward(self, x: Tensor, weight: Tensor, bias: Tensor, outer: Tensor, outer_bias: Tensor) -> Tensor:
    y = torch.gelu(torch.linear(x.to(15), weight, bias))
    return torch.linear(y, outer, outer_bias).to(6)
