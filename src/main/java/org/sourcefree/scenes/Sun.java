package org.sourcefree.scenes;

/**
 * Where the light of a scene comes from.
 *
 * @param x direction toward the sun, share to the right
 * @param z direction toward the sun, share ahead
 * @param strength light that a wall facing the sun gets on top of the sky's; 0 = overcast
 */
record Sun(double x, double z, double strength) {

  static Sun draw(Dice dice) {
    double angle = dice.between(0, 2 * Math.PI);
    double strength = dice.chance(0.3) ? dice.between(0.02, 0.1) : dice.between(0.15, 0.4);
    return new Sun(StrictMath.sin(angle), StrictMath.cos(angle), strength);
  }

  /** Light on an upright surface whose outward direction is (x, z). */
  double on(double normalX, double normalZ) {
    return 0.82 + strength * (normalX * x + normalZ * z) * 0.8;
  }

  /** How much darker the far side of an upright round thing is; positive lights the left. */
  double roundness() {
    return -x * (0.12 + 0.5 * strength);
  }

  /** Share of the light left in a cast shadow. */
  double shadow() {
    return 1 - 1.1 * strength;
  }
}
