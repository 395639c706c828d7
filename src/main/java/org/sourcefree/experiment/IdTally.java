package org.sourcefree.experiment;

import org.sourcefree.data.LabelEncoding;
import org.sourcefree.image.LabelMap;

/** How often each id occurs in label files of one encoding. */
final class IdTally {
  private static final int IDS = 256;

  private final LabelEncoding encoding;
  private final long[] pixels = new long[IDS];
  private final long[] files = new long[IDS];

  IdTally(LabelEncoding encoding) {
    this.encoding = encoding;
  }

  /** The tally of one file. */
  static IdTally of(LabelEncoding encoding, LabelMap labels) {
    IdTally tally = new IdTally(encoding);
    for (byte id : labels.ids()) {
      tally.pixels[id & 0xFF]++;
    }
    for (int id = 0; id < IDS; id++) {
      tally.files[id] = tally.pixels[id] > 0 ? 1 : 0;
    }
    return tally;
  }

  void add(IdTally other) {
    for (int id = 0; id < IDS; id++) {
      pixels[id] += other.pixels[id];
      files[id] += other.files[id];
    }
  }

  LabelEncoding encoding() {
    return encoding;
  }

  long pixels(int id) {
    return pixels[id];
  }

  /** How many files hold the id. */
  long files(int id) {
    return files[id];
  }
}
