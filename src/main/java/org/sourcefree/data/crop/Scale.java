package org.sourcefree.data.crop;

import java.util.random.RandomGenerator;

/** How the training view's scale factor is drawn. */
public sealed interface Scale permits UniformScale, ChoiceScale {

  /** Draws one factor. */
  double draw(RandomGenerator random);

  /** No larger factor is drawn. */
  double largest();
}
