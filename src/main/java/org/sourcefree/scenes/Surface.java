package org.sourcefree.scenes;

/** A picture on an upright plane. */
interface Surface {

  /**
   * The colour of a point.
   *
   * @param along metres along the plane
   * @param up metres above the ground
   * @return 0xRRGGBB, or −1 where the plane is open
   */
  int at(double along, double up);
}
