# PEVL's network as a TorchScript module. Written for people: this text is compiled as it is.
#
# Shapes are written with these letters: B pictures, P patches with the class token before them,
# V vision width, T texts, L tokens of the longest text, N tokens of all texts without padding,
# D text width, H heads, d width of a head, K open slots, C vocabulary columns asked for.
#
# What TorchScript files may say is less than Python: no names of element types, which are numbers
# here (4 int64, 6 float32, 15 bfloat16), and a name is set before a branch or loop that changes it.


# Layer normalisation over the last axis, always in float32.
class Norm:
  gamma : Tensor
  beta : Tensor
  epsilon : float

  def forward(self, x: Tensor) -> Tensor:
    return torch.layer_norm(x.to(6), [self.gamma.size(0)], self.gamma, self.beta, self.epsilon)


# x W' + b, by the kernel that prepare() chose.
class Linear:
  weight : Tensor              # (out, in); once prepared in the order that the kernel wants
  scale : Optional[Tensor]     # for int8 weights: what each row is to be multiplied with, (out)
  bias : Tensor                # (out)
  dtype : int                  # of the products
  packed : int                 # 0 by PyTorch; 1 by oneDNN, which has ordered the weights; 2 see prepare()
  quantised : Optional[__torch__.torch.classes.quantized.LinearPackedParamsBase]

  def __init__(self, weight: Tensor, scale: Optional[Tensor], bias: Tensor, dtype: int) -> NoneType:
    self.weight = weight
    self.scale = scale
    self.bias = bias
    self.dtype = dtype
    self.packed = 0
    self.quantised = None

  def plain(self) -> Tensor:
    scale = self.scale
    if scale is None:
      return self.weight.to(self.dtype)
    return (self.weight.to(6) * scale.unsqueeze(1)).to(self.dtype)

  def whole(self) -> Tensor:
    """The weights in float32."""
    scale = self.scale
    if scale is None:
      return self.weight.to(6)
    return self.weight.to(6) * scale.unsqueeze(1)

  def regular(self) -> bool:
    """Whether both sides are multiples of 16, or there are fewer outputs than that. Others are left
    to PyTorch, in float32: oneDNN pads them to whole blocks, and was seen to give wrong products."""
    rows = self.weight.size(0)
    return self.weight.size(1) % 16 == 0 and (rows % 16 == 0 or rows < 16)

  def rows(self) -> Tensor:
    """The weights in their own order; of 8 bits they cannot be had once they are prepared."""
    if self.packed > 0:
      return self.weight.to_dense()
    return self.plain()

  def prepare(self, dtype: int, packed: int) -> None:
    self.dtype = dtype
    self.packed = packed
    scale = self.scale
    if packed > 0 and not self.regular():
      self.packed = 0
      self.weight = self.whole()
      self.scale = None
    elif packed == 2 and scale is not None:
      self.weight = ops.onednn.qlinear_prepack(self.weight, None)
    elif packed == 1 and scale is not None:
      zeros = torch.zeros([scale.size(0)], dtype=4)
      whole = torch._make_per_channel_quantized_tensor(self.weight, scale.to(7), zeros, 0)
      self.quantised = ops.quantized.linear_prepack(whole, self.bias)
      self.weight = torch.zeros([0])
      self.scale = None
    else:
      self.bias = self.bias.to(dtype)
      if packed > 0:
        self.weight = ops.mkldnn._reorder_linear_weight(self.plain())
      else:
        self.weight = self.plain()
      self.scale = None

  def rounded(self, x: Tensor, scale: Tensor, dtype: int, then: str) -> Tensor:
    """then(x W' + b) of 8 bits by oneDNN: x is rounded to 254 steps between its least and its
    largest value, of which one is 0. With 255 the largest could become 256, which is 0 again."""
    wide = x.to(6)
    least, most = torch.aminmax(wide)
    low = min(float(least), 0.0)
    step = max((max(float(most), 0.0) - low) / 254.0, 1e-30)
    zero = int(round(-low / step))
    shifted = torch.add(torch.full([], float(zero) + 0.5), wide, alpha=1.0 / step)
    bytes = shifted.to(2).to(0)  # 16 bits in between: PyTorch has no fast way from floats to 8
    none = torch.zeros([scale.size(0)], dtype=4)
    return ops.onednn.qlinear_pointwise(bytes, step, zero, self.weight, scale, none, self.bias, 1.0, 0, dtype, then, annotate(List[Optional[number]], []), "none")

  def byte_scale(self) -> Optional[Tensor]:
    """The scales of 8-bit weights that oneDNN multiplies as they are; of others none."""
    if self.packed == 2:
      return self.scale
    return None

  def narrow(self, x: Tensor) -> Tensor:
    """As forward, at the element type of attention."""
    scale = self.byte_scale()
    if scale is not None:
      return self.rounded(x, scale, self.dtype, "none")
    return self.forward(x).to(self.dtype)

  def forward(self, x: Tensor) -> Tensor:
    scale = self.byte_scale()
    if scale is not None:
      return self.rounded(x, scale, 6, "none")
    quantised = self.quantised
    if quantised is not None:
      # x is rounded to 128 steps: FBGEMM adds pairs of products in 16 bits where the processor has
      # no VNNI, and products of 256 steps would be cut off there.
      return ops.quantized.linear_dynamic(x.to(6), quantised, True)
    if self.packed > 0:
      return ops.mkldnn._linear_pointwise(x.to(self.dtype), self.weight, self.bias, "none", annotate(List[Optional[number]], []), "")
    weight = self.weight
    if self.scale is not None:
      weight = self.plain()
    return torch.linear(x.to(weight.dtype), weight, self.bias.to(weight.dtype))

  def gelu(self, x: Tensor) -> Tensor:
    """gelu(x W' + b)"""
    scale = self.byte_scale()
    if scale is not None:
      return self.rounded(x, scale, 6, "gelu")
    if self.packed > 0 and self.quantised is None:
      return ops.mkldnn._linear_pointwise(x.to(self.dtype), self.weight, self.bias, "gelu", annotate(List[Optional[number]], []), "none")
    return torch.gelu(self.forward(x))

  def deviation(self, dtype: int, packed: int) -> Tensor:
    """How far the products that prepare() would choose are from plain ones of float32: the largest
    difference for some rows, as a share of the size of the plain ones."""
    other = __torch__.Linear(self.weight, self.scale, self.bias, self.dtype)
    other.prepare(dtype, packed)
    weight = self.whole()
    worst = torch.zeros([])
    if packed > 0 and self.scale is None:
      worst = __torch__.difference(other.rows(), weight, weight)
    counts = [1, 3, 17]
    if weight.numel() < 65536:  # elsewhere they would be felt
      counts += [2, 32, 37, 74]
    for count in counts:
      x = torch.sin(torch.arange(count * weight.size(1)).to(6)).reshape([count, -1]).to(dtype)
      y = torch.linear(x.to(6), weight, self.bias)
      worst = torch.maximum(worst, __torch__.difference(other.forward(x), y, y))
      worst = torch.maximum(worst, __torch__.difference(other.narrow(x), y, y))
      worst = torch.maximum(worst, __torch__.difference(other.gelu(x), torch.gelu(y), y))
    return worst


def difference(x: Tensor, y: Tensor, whole: Tensor) -> Tensor:
  """The largest difference of x and y, as a share of the root mean square of whole."""
  return torch.amax(torch.abs(x.to(6) - y)) / (torch.sqrt(torch.mean(whole * whole)) + 1e-30)


def joined(pieces: List[Tensor]) -> Tensor:
  """Pieces below each other; of one no copy is made."""
  if len(pieces) == 1:
    return pieces[0]
  return torch.cat(pieces, 0)


def attend(q: Tensor, k: Tensor, v: Tensor, packed: int) -> Tensor:
  """Queries (H, Q, d), which are lost, keys (H, P, d) and values (H, P, d) to (Q, H d).

  In bfloat16 a head at a time, all by oneDNN and in its own layout, so that nothing is copied between
  products and softmax; of many queries some at a time, or their scores would fill memory. Heads
  that do not fill oneDNN's blocks are left to PyTorch, see Linear.regular().
  """
  if packed == 0 or q.dtype == 6 or q.size(2) % 16 != 0:
    fused = torch.scaled_dot_product_attention(q.unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0))
    return fused[0].transpose(0, 1).reshape([q.size(1), -1])
  q = q.mul_(float(q.size(2)) ** -0.5)
  mixed = annotate(List[Tensor], [])
  for start in range(0, q.size(1), 1536):
    heads = annotate(List[Tensor], [])
    for h in range(q.size(0)):
      some = q[h, start:start + 1536].to_mkldnn()
      scores = torch.softmax(torch.mkldnn_linear(some, k[h], None), -1)
      heads.append(torch.mkldnn_linear(scores, v[h].t(), None).to_dense())
    mixed.append(torch.cat(heads, 1))
  return __torch__.joined(mixed)


def attention_deviation(queries: int, keys: int, width: int, packed: int) -> Tensor:
  """As Linear.deviation, of two heads of a width in bfloat16, laid out as layers have them."""
  q = torch.sin(torch.arange(queries * 2 * width).to(6)).to(15).reshape([queries, 2, -1]).transpose(0, 1)
  parts = torch.cos(torch.arange(keys * 4 * width).to(6)).to(15).reshape([1, keys, 2, 2, -1])
  k = parts.permute([0, 2, 3, 1, 4])[0, 0]
  v = parts.permute([0, 2, 3, 1, 4])[0, 1]
  y = __torch__.attend(q.to(6), k.to(6), v.to(6), 0)
  return __torch__.difference(__torch__.attend(q, k, v, packed), y, y)


# x + attention(norm(x)), then x + mlp(norm(x)), of some pictures below each other (B P, V).
class VisionLayer:
  heads : int
  norm1 : __torch__.Norm
  qkv : __torch__.Linear
  proj : __torch__.Linear
  norm2 : __torch__.Norm
  fc1 : __torch__.Linear
  fc2 : __torch__.Linear

  def forward(self, x: Tensor, pictures: int, packed: int) -> Tensor:
    qkv = self.qkv.narrow(self.norm1.forward(x)).reshape([pictures, -1, 3, self.heads, x.size(1) // self.heads])
    parts = qkv.permute([0, 2, 3, 1, 4])  # (B, 3, H, P, d)
    mixed = annotate(List[Tensor], [])
    for i in range(pictures):
      mixed.append(__torch__.attend(parts[i, 0], parts[i, 1], parts[i, 2], packed))
    y = self.proj.forward(__torch__.joined(mixed)).to(6).add_(x)
    for some in torch.chunk(y, 1 + y.size(0) // 400):  # what is between fc1 and fc2 is large
      some.add_(self.fc2.forward(self.fc1.gelu(self.norm2.forward(some))))
    return y


# Texts that run together. Of several pictures they are in the order of these.
class Texts:
  x : Tensor                   # states of the tokens without padding (N, D)
  places : Tensor              # (N) of the tokens among T L
  allowed : Tensor             # (T, 1, 1, L), whether to be looked at
  rows : List[int]             # tokens about each picture

  def __init__(self, x: Tensor, places: Tensor, allowed: Tensor, rows: List[int]) -> NoneType:
    self.x = x
    self.places = places
    self.allowed = allowed
    self.rows = rows


# norm(x + attention(x)) of the tokens of each text.
class SelfAttention:
  heads : int
  qkv : __torch__.Linear
  out : __torch__.Linear
  norm : __torch__.Norm

  def forward(self, x: Tensor, places: Tensor, allowed: Tensor) -> Tensor:
    # x (N, D); places (N) of the tokens among T L; allowed (T, 1, 1, L), whether to be looked at
    texts = allowed.size(0)
    length = allowed.size(3)
    qkv = self.qkv.narrow(x)
    padded = qkv
    if x.size(0) < texts * length:
      padded = torch.zeros([texts * length, qkv.size(1)], dtype=qkv.dtype).index_copy(0, places, qkv)
    parts = padded.reshape([texts, length, 3, self.heads, -1]).permute([2, 0, 3, 1, 4])
    mixed = torch.scaled_dot_product_attention(parts[0], parts[1], parts[2], allowed)
    own = mixed.transpose(1, 2).reshape([texts * length, -1])
    if x.size(0) < texts * length:
      own = own.index_select(0, places)
    return self.norm.forward(x + self.out.forward(own))


# norm(x + attention(x, picture)).
class CrossAttention:
  heads : int
  query : __torch__.Linear
  picture : __torch__.Linear   # keys and values
  out : __torch__.Linear
  norm : __torch__.Norm

  def look(self, seen: Tensor) -> Tensor:
    """What the visual encoder made of pictures (B, P, V) to their keys and values (B, 2, H, P, d)."""
    keys = self.picture.narrow(seen).reshape([seen.size(0), seen.size(1), 2, self.heads, -1])
    return keys.permute([0, 2, 3, 1, 4])

  def forward(self, x: Tensor, keys: Tensor, shares: List[int], packed: int) -> Tensor:
    # x (N, D), of which shares[i] rows are about picture i; keys as look() makes them.
    # There is no text mask: all texts about a picture are asked as one long query.
    q = self.query.narrow(x).reshape([x.size(0), self.heads, -1]).transpose(0, 1)
    mixed = annotate(List[Tensor], [])
    start = 0
    for i in range(len(shares)):
      end = start + shares[i]
      if end > start:
        mixed.append(__torch__.attend(q[:, start:end], keys[i, 0], keys[i, 1], packed))
      start = end
    return self.norm.forward(x + self.out.forward(__torch__.joined(mixed)))

  def few(self, tokens: int, pictures: int) -> bool:
    """Whether ask() makes at most half of the products of look() and forward(); it pays for what
    rows() costs from the rest. Of many tokens its arrays would be large."""
    return tokens <= 1024 and 2 * tokens * self.heads <= pictures * self.query.bias.size(0)

  def rows(self) -> Tensor:
    """What ask() multiplies by: the weights of keys and of values, each (H, d, V)."""
    return self.picture.rows().reshape([2, self.heads, self.query.bias.size(0) // self.heads, -1])

  def ask(self, x: Tensor, seen: Tensor, rows: Tensor, shares: List[int]) -> Tensor:
    """As look(), then forward(), for a few tokens, with no keys and values of patches.

    Keys are S W' + b of what is seen, S. Q (S W' + b)' is (Q W) S' and one number for each query,
    which softmax drops. Of values S is mixed first, then multiplied; b comes once, as shares sum to 1.
    """
    q = self.query.narrow(x).reshape([x.size(0), self.heads, -1]).transpose(0, 1)  # (H, N, d)
    asked = torch.matmul(q * float(q.size(2)) ** -0.5, rows[0])  # (H, N, V)
    mixed = annotate(List[Tensor], [])
    start = 0
    for i in range(len(shares)):
      end = start + shares[i]
      if end > start:
        scores = torch.matmul(asked[:, start:end].reshape([-1, asked.size(2)]), seen[i].t())
        mixed.append(torch.matmul(torch.softmax(scores, -1), seen[i]).reshape([self.heads, end - start, -1]))
      start = end
    values = torch.matmul(torch.cat(mixed, 1), rows[1].transpose(1, 2))  # (H, N, d)
    bias = self.picture.bias[self.query.bias.size(0):]
    y = values.transpose(0, 1).reshape([x.size(0), -1]).to(6) + bias
    return self.norm.forward(x + self.out.forward(y))


# norm(x + mlp(x)).
class FeedForward:
  inner : __torch__.Linear
  outer : __torch__.Linear
  norm : __torch__.Norm

  def forward(self, x: Tensor) -> Tensor:
    return self.norm.forward(x + self.outer.forward(self.inner.gelu(x)))


class Pevl(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  dtype : int                  # of attention, 6 or 15
  packed : int                 # see prepare()
  patch_side : int
  # the visual encoder
  patches : __torch__.Linear
  class_token : Tensor         # (1, 1, V)
  patch_positions : Tensor     # (1, P, V)
  vision_layers : List[__torch__.VisionLayer]
  vision_norm : __torch__.Norm
  # the text encoder; its last layers look at the picture as well
  words : Tensor               # (vocabulary, D), also the decoder of the head
  places : Tensor              # (positions, D)
  types : Tensor               # (2, D)
  text_norm : __torch__.Norm
  self_attentions : List[__torch__.SelfAttention]
  cross_attentions : List[__torch__.CrossAttention]
  feed_forwards : List[__torch__.FeedForward]
  # the heads
  head : __torch__.Linear
  head_norm : __torch__.Norm
  head_bias : Tensor           # (vocabulary)
  match_head : __torch__.Linear

  def linears(self) -> List[__torch__.Linear]:
    all = [self.patches, self.head, self.match_head]
    for v in self.vision_layers:
      all += [v.qkv, v.proj, v.fc1, v.fc2]
    for s in self.self_attentions:
      all += [s.qkv, s.out]
    for c in self.cross_attentions:
      all += [c.query, c.picture, c.out]
    for f in self.feed_forwards:
      all += [f.inner, f.outer]
    return all

  def prepare(self, dtype: Tensor, packed: Tensor) -> Tensor:
    """Orders the weights for this machine; to be called once, before all else, or never.

    dtype: 6 to multiply in float32, 15 in bfloat16. packed: 0 for PyTorch's kernels; 1 for oneDNN's,
    and FBGEMM's for int8 weights; 2 for oneDNN's for those as well, which are right only on
    processors with instructions for 8 bits (VNNI). Returns dtype.
    """
    self.dtype = int(dtype)
    self.packed = int(packed)
    self.words = self.words.to(self.dtype)
    for line in self.linears():
      line.prepare(self.dtype, self.packed)
    return dtype

  def deviation(self, dtype: Tensor, packed: Tensor) -> Tensor:
    """To be called before prepare(): how far the kernels that it would choose are from plain ones
    for these weights, the largest of all layers of different sizes. See Linear.deviation()."""
    worst = torch.zeros([])
    sizes = annotate(List[str], [])
    for line in self.linears():
      size = str(line.weight.size(0)) + " x " + str(line.weight.size(1))
      if line.scale is not None:
        size = size + ", 8 bits"
      if not (size in sizes):
        sizes.append(size)
        worst = torch.maximum(worst, line.deviation(int(dtype), int(packed)))
    if int(dtype) == 15 and int(packed) > 0:
      keys = self.patch_positions.size(1)
      widths = [self.patch_positions.size(2) // self.vision_layers[0].heads]
      widths += [self.words.size(1) // self.cross_attentions[0].heads]
      for width in widths:
        for queries in [1, 5, keys]:
          worst = torch.maximum(worst, __torch__.attention_deviation(queries, keys, width, int(packed)))
    return worst

  def probe(self, dtype: Tensor, packed: Tensor, times: Tensor) -> Tensor:
    """Some products of the network's size, as prepare() would have them made, to be timed. Each is
    multiplied further, or PyTorch might see that it is not needed."""
    rows = min(self.patch_positions.size(1), 128)
    width = self.patch_positions.size(2)
    none = annotate(List[Optional[number]], [])
    y = torch.ones([rows, width], dtype=int(dtype))
    w = torch.full([width, width], 1.0 / float(width), dtype=int(dtype))
    scale = torch.ones([width])
    zeros = torch.zeros([width], dtype=4)
    if int(packed) == 2:
      w = ops.onednn.qlinear_prepack(w.to(1), None)
    elif int(packed) == 1:
      w = ops.mkldnn._reorder_linear_weight(w)
    for i in range(int(times)):
      if int(packed) == 2:
        y = ops.onednn.qlinear_pointwise(y.to(0), 1.0, 0, w, scale, zeros, None, 1.0, 0, int(dtype), "none", none, "none")
      elif int(packed) == 1:
        y = ops.mkldnn._linear_pointwise(y, w, None, "none", none, "")
      else:
        y = torch.linear(y, w)
    return y.sum().to(6)

  def encode_image(self, images: Tensor) -> Tensor:
    """Normalised pixels, float32 (B, 3, side, side), to what texts look at: the keys and values of
    all layers that look at the picture, float32 (B, layers, 2, H, P, d)."""
    seen = self.see(images)
    keys = annotate(List[Tensor], [])
    for layer in self.cross_attentions:
      keys.append(layer.look(seen).to(6))
    return torch.stack(keys, 1)

  def see(self, images: Tensor) -> Tensor:
    """Normalised pixels to what the visual encoder makes of them, float32 (B, P, V)."""
    batch = images.size(0)
    grid = images.size(2) // self.patch_side
    seen = annotate(List[Tensor], [])
    step = max(1, 1024 // self.patch_positions.size(1))
    for start in range(0, batch, step):  # some at a time, or many would fill memory
      some = images[start:start + step].to(6)
      count = some.size(0)
      squares = some.reshape([count, 3, grid, self.patch_side, grid, self.patch_side])
      rows = squares.permute([0, 2, 4, 1, 3, 5]).reshape([count, grid * grid, -1])
      patches = self.patches.forward(rows).to(6)
      x = torch.cat([self.class_token.expand([count, -1, -1]), patches], 1)
      x = (x + self.patch_positions).reshape([-1, x.size(2)])
      for layer in self.vision_layers:
        x = layer.forward(x, count, self.packed)
      seen.append(self.vision_norm.forward(x))
    return torch.cat(seen, 0).reshape([batch, self.patch_positions.size(1), -1])

  def fuse(self, picture: Tensor, counts: Tensor, ids: Tensor, mask: Tensor, wanted: Tensor, shares: Tensor) -> Tensor:
    """States of words that have looked at the picture, at the wanted places, float32 (K, D).

    picture: as see() or encode_image() makes it; of the former keys are made a layer at a time, or
    not at all. wanted (K): places among T L, in the order of pictures; shares (B): how many of
    each picture.
    """
    kept = mask.to(4).reshape([-1]).index_fill(0, wanted, 1).reshape(mask.size())
    groups = self.embed(counts, ids, mask, kept)
    depth = len(self.self_attentions)
    first = depth - len(self.cross_attentions)
    for i in range(depth):
      for own in groups:
        own.x = self.self_attentions[i].forward(own.x, own.places, own.allowed)
      if i + 1 == depth:  # from here on words no longer look at each other
        groups = [self.asked(groups, kept, wanted, shares)]
      if i >= first:
        self.look(i - first, groups, picture)
      for own in groups:
        own.x = self.feed_forwards[i].forward(own.x)
    return groups[0].x

  def look(self, i: int, groups: List[__torch__.Texts], picture: Tensor) -> None:
    """Lets texts look at the picture for the i-th time."""
    layer = self.cross_attentions[i]
    tokens = 0
    for own in groups:
      tokens = tokens + own.x.size(0)
    if picture.dim() == 3 and layer.few(tokens, picture.size(0)):
      seen = picture.to(self.dtype)
      rows = layer.rows()
      for own in groups:
        own.x = layer.ask(own.x, seen, rows, own.rows)
    else:
      if picture.dim() == 3:
        keys = layer.look(picture)
      else:
        keys = picture[:, i].to(self.dtype)
      for own in groups:
        own.x = layer.forward(own.x, keys, own.rows, self.packed)

  def embed(self, counts: Tensor, ids: Tensor, mask: Tensor, kept: Tensor) -> List[__torch__.Texts]:
    """Texts in groups of at most 1,024 tokens, padding included, or of one text, since large arrays
    would be slow. kept (T, L) is 1 at the tokens that count."""
    longest = (kept * torch.arange(1, kept.size(1) + 1)).amax([1])
    groups = annotate(List[__torch__.Texts], [])
    start = 0
    while start < ids.size(0):
      length = int(longest[start])
      end = start + 1
      while end < ids.size(0) and max(length, int(longest[end])) * (end + 1 - start) <= 1024:
        length = max(length, int(longest[end]))
        end = end + 1
      if length > 0:
        places = torch.nonzero(kept[start:end, :length].reshape([-1])).squeeze(1)
        tokens = ids[start:end, :length].reshape([-1]).index_select(0, places)
        x = torch.embedding(self.words, tokens).to(6) + self.types[0]
        x = self.text_norm.forward(x + torch.embedding(self.places, places % length))
        allowed = mask[start:end, :length].to(11).unsqueeze(1).unsqueeze(1)
        groups.append(__torch__.Texts(x, places, allowed, self.rows(counts, kept, start, end)))
      start = end
    return groups

  def rows(self, counts: Tensor, kept: Tensor, start: int, end: int) -> List[int]:
    """How many tokens of the texts from start to end are about each picture."""
    rows = annotate(List[int], [])
    first = 0
    for i in range(counts.size(0)):
      last = first + int(counts[i, 0])
      rows.append(int(kept[max(first, start):max(start, min(last, end))].sum()))
      first = last
    return rows

  def asked(self, groups: List[__torch__.Texts], kept: Tensor, wanted: Tensor, shares: Tensor) -> __torch__.Texts:
    """The states at the wanted places alone, of all groups."""
    all = annotate(List[Tensor], [])
    for own in groups:
      all.append(own.x)
    places = (torch.cumsum(kept.reshape([-1]), 0) - 1).index_select(0, wanted)
    rows = annotate(List[int], [])
    for i in range(shares.size(0)):
      rows.append(int(shares[i]))
    return __torch__.Texts(torch.cat(all, 0).index_select(0, places), places, kept, rows)

  def match(self, picture: Tensor, counts: Tensor, ids: Tensor, mask: Tensor) -> Tensor:
    """Whether texts match pictures: scores before softmax of "no" and "yes", float32 (T, 2).

    picture as see or encode_image gives it; the others as in forward.
    """
    first = torch.arange(ids.size(0)) * ids.size(1)
    return self.match_head.forward(self.fuse(picture, counts, ids, mask, first, counts[:, 0])).to(6)

  def fill(self, picture: Tensor, counts: Tensor, ids: Tensor, mask: Tensor, slots: Tensor, columns: Tensor, log: bool) -> Tensor:
    """Scores of words at open slots, float32 (K, C): before softmax, or if log is true their
    log-probabilities over the whole vocabulary.

    picture as see or encode_image gives it; the others as in forward.
    """
    wanted = slots[:, 0] * ids.size(1) + slots[:, 1]
    x = self.fuse(picture, counts, ids, mask, wanted, counts[:, 1])
    x = self.head_norm.forward(self.head.gelu(x))
    if columns.size(0) > 0 and not log:
      words = self.words.index_select(0, columns).to(6)
      return torch.linear(x, words, self.head_bias.index_select(0, columns))
    scores = annotate(List[Tensor], [])
    for start in range(0, x.size(0), 128):  # or the whole vocabulary would fill memory
      some = torch.linear(x[start:start + 128].to(self.words.dtype), self.words).to(6).add_(self.head_bias)
      if log:
        some = torch.log_softmax(some, 1)
      if columns.size(0) > 0:
        some = some.index_select(1, columns)
      scores.append(some)
    return torch.cat(scores, 0)

  def forward(self, images: Tensor, counts: Optional[Tensor]=None, ids: Optional[Tensor]=None, mask: Optional[Tensor]=None, slots: Optional[Tensor]=None, columns: Optional[Tensor]=None, log_probabilities: Optional[Tensor]=None) -> List[Tensor]:
    """The whole network. With images alone, their encoding.

    images: normalised pixels, float32 (B, 3, side, side), or what encode_image made of them
    counts: texts and slots of each picture, int64 (B, 2); texts and slots come in this order
    ids, mask: tokens, and 1 at tokens and 0 at padding, int64 (T, L)
    slots: text and place of each slot to be filled, int64 (K, 2); left out to match
    columns: vocabulary ids to score, int64 (C); empty for all
    log_probabilities: anything at all asks for log-probabilities over the whole vocabulary

    Returns scores, as fill or match, how many of their rows belong to each picture, int64 (B), and
    where slots were filled the columns.
    """
    if counts is None or ids is None or mask is None:
      return [self.encode_image(images)]
    picture = images
    if images.dim() == 4:
      picture = self.see(images)
    if slots is None or columns is None:
      return [self.match(picture, counts, ids, mask), counts[:, 0].contiguous()]
    scores = self.fill(picture, counts, ids, mask, slots, columns, log_probabilities is not None)
    return [scores, counts[:, 1].contiguous(), columns]
