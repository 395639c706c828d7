import sys, torch
import torch.nn as nn
class Block(nn.Module):
    def __init__(self, i, p, s, d, first):
        super().__init__()
        self.conv1 = nn.Conv2d(i, p, 1, stride=s, bias=False); self.bn1 = nn.BatchNorm2d(p)
        self.conv2 = nn.Conv2d(p, p, 3, padding=d, dilation=d, bias=False); self.bn2 = nn.BatchNorm2d(p)
        self.conv3 = nn.Conv2d(p, 4 * p, 1, bias=False); self.bn3 = nn.BatchNorm2d(4 * p)
        if first:
            self.downsample = nn.Sequential(nn.Conv2d(i, 4 * p, 1, stride=s, bias=False), nn.BatchNorm2d(4 * p))
class Head(nn.Module):
    def __init__(self, i, c):
        super().__init__()
        self.conv2d_list = nn.ModuleList(nn.Conv2d(i, c, 3, padding=r, dilation=r) for r in (6, 12, 18, 24))
class Net(nn.Module):
    def __init__(self, stages, b, c):
        super().__init__()
        self.conv1 = nn.Conv2d(3, b, 7, 2, 3, bias=False); self.bn1 = nn.BatchNorm2d(b)
        i = b
        for n, (count, s, d) in enumerate(zip(stages, (1, 2, 1, 1), (1, 1, 2, 4))):
            p = b << n
            self.add_module('layer%d' % (n + 1), nn.Sequential(
                *(Block(i if k == 0 else 4 * p, p, s if k == 0 else 1, d, k == 0) for k in range(count))))
            i = 4 * p
        self.layer5 = Head(i, c)
written, original = torch.load(sys.argv[1]), torch.load(sys.argv[2])
print(Net([1, 2, 2, 1], 8, 5).load_state_dict(written, strict=True))
for key, value in written.items():
    if not key.endswith('num_batches_tracked'):
        assert torch.equal(value, original[key]), key
