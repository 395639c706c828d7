package org.sourcefree.scenes;

/** How the source domain lies on disk. */
public enum SourceLayout {
  /** images/00001.png and labels/00001.png, palette PNGs whose index is the Cityscapes label id. */
  GTA5("images/%05d.png", "labels/%05d.png"),
  /** RGB/0000001.png and GT/LABELS/0000001.png, 16-bit RGB whose first channel is SYNTHIA's id. */
  SYNTHIA("RGB/%07d.png", "GT/LABELS/%07d.png");

  private final String image;
  private final String label;

  SourceLayout(String image, String label) {
    this.image = image;
    this.label = label;
  }

  String image(int index) {
    return image.formatted(index);
  }

  String label(int index) {
    return label.formatted(index);
  }
}
