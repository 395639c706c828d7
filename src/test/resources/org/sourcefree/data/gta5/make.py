"""Writes this folder's images and labels in GTA5's encoding: palette PNGs whose index is the Cityscapes label id.

Run with Debian 12's python3-pil (Pillow 9.4.0) and netpbm (11.1.0): /usr/bin/python3 make.py
"""
import subprocess
from pathlib import Path
from PIL import Image

HERE = Path(__file__).parent
# cityscapesScripts' colours of ids 0 to 33.
COLOURS = [
    (0, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0), (20, 20, 20), (111, 74, 0), (81, 0, 81), (128, 64, 128), (244, 35, 232),
    (250, 170, 160), (230, 150, 140), (70, 70, 70), (102, 102, 156), (190, 153, 153), (180, 165, 180), (150, 100, 100),
    (150, 120, 90), (153, 153, 153), (153, 153, 153), (250, 170, 30), (220, 220, 0), (107, 142, 35), (152, 251, 152),
    (70, 130, 180), (220, 20, 60), (255, 0, 0), (0, 0, 142), (0, 0, 70), (0, 60, 100), (0, 0, 90), (0, 0, 110),
    (0, 80, 100), (0, 0, 230), (119, 11, 32)]


def netpbm(name, width, height, ids, colours):
    """Pillow pads a palette of 8-bit indices to 256 colours, pnmtopng does not; it needs distinct colours."""
    palette = HERE / "palette.ppm"
    palette.write_bytes(b"P6 %d 1 255\n" % len(colours) + bytes(channel for colour in colours for channel in colour))
    pixels = bytes(channel for y in range(height) for x in range(width) for channel in colours[ids[(x + 3 * y) % len(ids)]])
    png = subprocess.run(
        ["pnmtopng", f"-palette={palette}"], input=b"P6 %d %d 255\n" % (width, height) + pixels, check=True, capture_output=True)
    palette.unlink()
    (HERE / "labels" / f"{name}.png").write_bytes(png.stdout)
    write_image(name, width, height)


def write(name, width, height, ids, colours, bits=8):
    label = Image.new("P", (width, height))
    label.putpalette([channel for colour in colours for channel in colour])
    label.putdata([ids[(x + 3 * y) % len(ids)] for y in range(height) for x in range(width)])
    label.save(HERE / "labels" / f"{name}.png", bits=bits)
    write_image(name, width, height)


def write_image(name, width, height):
    image = Image.new("RGB", (width, height))
    image.putdata([(5 * x % 256, 7 * y % 256, (x + y) % 256) for y in range(height) for x in range(width)])
    image.save(HERE / "images" / f"{name}.png")


(HERE / "images").mkdir(exist_ok=True)
(HERE / "labels").mkdir(exist_ok=True)
write("00001", 37, 23, list(range(34)), COLOURS + [(0, 0, 0)] * 222)  # all ids, 256 colours
netpbm("00002", 37, 23, list(range(34)), [(i, 2 * i, 255 - i) for i in range(34)])  # 34 colours
write("00003", 19, 11, [0, 7, 8, 11, 12, 13], COLOURS[:16], bits=4)  # 4-bit samples, rows end inside a byte
write("00004", 7, 5, [0, 1, 2, 3], COLOURS[:4], bits=2)  # 2-bit samples
write("00005", 13, 5, [0, 1], COLOURS[:2], bits=1)  # 1-bit samples
write("00006", 5, 3, [7, 40, 255, 33], COLOURS + [(0, 0, 0)] * 222)  # 40 is unknown, 255 is not
