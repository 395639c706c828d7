package org.sourcefree.scenes;

import org.sourcefree.data.CityscapesClass;

/**
 * What a surface is painted with.
 *
 * @param label class of every sample it covers
 * @param rgb colour in full light
 * @param noise texture
 * @param contrast share of the light that the texture moves
 */
record Ink(CityscapesClass label, int rgb, Noise noise, double contrast) {

  /** The same surface under more or less light. */
  Ink lit(double factor) {
    return new Ink(label, Rgb.lit(rgb, factor), noise, contrast);
  }

  /** Colour at a cell of the texture. */
  int at(int x, int y, double light) {
    return Rgb.lit(rgb, light * (1 + contrast * noise.at(x, y)));
  }
}
