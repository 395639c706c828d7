package org.sourcefree.image;

import java.io.IOException;

/**
 * How often a JPEG goes over its pixels. A progressive one does so with each scan, and thousands of
 * scans fit into a small file. Cameras and programs write about ten.
 */
final class JpegScans {
  private static final int FEW = 32;
  private static final long MOST_PIXELS = 4_000_000_000L;
  private static final int MARKER = 0xFF;
  private static final int START_OF_SCAN = 0xDA;

  private JpegScans() {}

  /**
   * Checks that decoding ends in a sensible time.
   *
   * @throws IOException if there are too many scans for the size
   */
  static void require(byte[] content, ImageSize size) throws IOException {
    long scans = 0;
    for (int i = 0; i + 1 < content.length; i++) {
      if ((content[i] & 0xFF) == MARKER && (content[i + 1] & 0xFF) == START_OF_SCAN) {
        scans++;
      }
    }
    if (scans > FEW && scans * size.width() * size.height() > MOST_PIXELS) {
      throw new ImageFault("it has %d scans of %s pixels".formatted(scans, size));
    }
  }
}
