package org.sourcefree.scenes;

import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;

/**
 * One driving scene.
 *
 * @param image what the camera sees
 * @param labels Cityscapes label ids, every pixel one of the 19 evaluated classes
 */
public record Scene(RgbImage image, LabelMap labels) {}
