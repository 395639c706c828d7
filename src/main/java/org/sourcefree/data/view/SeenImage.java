package org.sourcefree.data.view;

import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;

/**
 * What training sees of an image.
 *
 * @param image [H, W, 3]
 * @param labels train ids, 255 = ignored; of the image's size unless the view scales images alone
 */
public record SeenImage(RgbImage image, LabelMap labels) {}
