# What a step of training does with all parameters, in one call instead of some ten for each.
#
# Large arrays are worked on in pieces that stay in a processor's cache from one operation to the
# next. The operations, and their order, are those that DJL's arrays would do: the same bits.


class Updates(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def squares(self, gradients: List[Tensor], numbers: Tensor) -> Tensor:
    """Sums of squares, of a gradient or a piece of it."""
    sums = annotate(List[Tensor], [])
    for gradient in gradients:
      for piece in torch.split(gradient.view([-1]), 262144):
        sums.append(piece.square().sum().to(6))
    return torch.stack(sums)

  def adamw(self, weights: List[Tensor], gradients: List[Tensor], means: List[Tensor], variances: List[Tensor], numbers: Tensor) -> Tensor:
    """AdamW as PyTorch computes it; gradients become 0. numbers: see ParameterUpdates."""
    scale = float(numbers[0])
    decay = float(numbers[1])
    beta1 = float(numbers[2])
    beta2 = float(numbers[3])
    root = float(numbers[4])
    epsilon = float(numbers[5])
    rate = float(numbers[6])
    for i in range(len(weights)):
      ws = torch.split(weights[i].view([-1]), 65536)
      gs = torch.split(gradients[i].view([-1]), 65536)
      ms = torch.split(means[i].view([-1]), 65536)
      vs = torch.split(variances[i].view([-1]), 65536)
      for j in range(len(ws)):
        w = ws[j]
        g = gs[j]
        if scale != 1.0:
          g.mul_(scale)
        m = ms[j].mul_(beta1).add_(g * (1.0 - beta1))
        v = vs[j].mul_(beta2).add_(g.square().mul_(1.0 - beta2))
        move = m / v.sqrt().div_(root).add_(epsilon)
        if decay != 1.0:
          w.mul_(decay)
        w.sub_(move.mul_(rate))
        g.zero_()
    return torch.zeros([0])

  def average(self, averages: List[Tensor], values: List[Tensor], numbers: Tensor) -> Tensor:
    """Moves averages towards values: numbers[0] of the old, the rest of the new."""
    momentum = float(numbers[0])
    for i in range(len(averages)):
      olds = torch.split(averages[i].view([-1]), 65536)
      news = torch.split(values[i].view([-1]), 65536)
      for j in range(len(olds)):
        olds[j].mul_(momentum).add_(news[j] * (1.0 - momentum))
    return torch.zeros([0])
