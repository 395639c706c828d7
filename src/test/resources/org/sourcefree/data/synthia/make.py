"""Writes this folder's files in the encoding of SYNTHIA-RAND-CITYSCAPES: 16-bit RGB PNGs, class id, instance id, 0.

Run with Debian 12's netpbm (11.1.0) and python3-pil (Pillow 9.4.0): /usr/bin/python3 make.py
"""
import struct
import subprocess
from pathlib import Path
from PIL import Image

HERE = Path(__file__).parent


def write(name, width, height, ids, depth=16):
    places = [(x, y) for y in range(height) for x in range(width)]
    classes = [ids[(x + 3 * y) % len(ids)] for x, y in places]
    label = HERE / "GT" / "LABELS" / f"{name}.png"
    if depth == 16:
        instances = [0 if x % 5 == 0 else (x * 1601 + y * 7919) % 65536 for x, y in places]
        instances[1] = 65535
        samples = b"".join(struct.pack(">HHH", c, i, 0) for c, i in zip(classes, instances))
        ppm = b"P6 %d %d 65535\n" % (width, height) + samples
        label.write_bytes(subprocess.run(["pnmtopng", "-force"], input=ppm, check=True, capture_output=True).stdout)
    else:
        rgb = Image.new("RGB", (width, height))
        rgb.putdata([(c, 0, 0) for c in classes])
        rgb.save(label)
    expected = Image.new("L", (width, height))
    expected.putdata(classes)
    expected.save(HERE / "expected" / f"{name}.png")
    image = Image.new("RGB", (width, height))
    image.putdata([(5 * x % 256, 7 * y % 256, (x + y) % 256) for x, y in places])
    image.save(HERE / "RGB" / f"{name}.png")


for folder in ("RGB", "GT/LABELS", "expected"):
    (HERE / folder).mkdir(parents=True, exist_ok=True)
write("0000000", 41, 29, list(range(23)))
write("0000001", 16, 8, [3, 4, 10, 22])
write("0000002", 5, 3, [3, 23, 0])  # 23 is unknown
write("0000003", 5, 3, [3, 4, 0], depth=8)  # not the encoding: 8-bit RGB
