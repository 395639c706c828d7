package org.sourcefree.pseudolabel;

import org.sourcefree.data.ClassSet;

/**
 * An image's pixels as a selection ranks them.
 *
 * @param classes the most probable class of each, unsigned bytes
 * @param scores what the selection ranks pixels by, of that class, as many
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record ScoredPixels(byte[] classes, float[] scores) {

  /** The class where its score lies above the class's threshold or the image's, else 255. */
  byte[] labels(float[] ofClasses, float ofImage) {
    byte[] labels = new byte[classes.length];
    for (int i = 0; i < labels.length; i++) {
      float threshold = Math.min(ofClasses[Byte.toUnsignedInt(classes[i])], ofImage);
      labels[i] = scores[i] > threshold ? classes[i] : (byte) ClassSet.IGNORE;
    }
    return labels;
  }
}
