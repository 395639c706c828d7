package org.sourcefree.data.view;

import java.util.Optional;
import org.sourcefree.data.crop.ViewPlace;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;

/**
 * What training sees of an image.
 *
 * @param image [H, W, 3]
 * @param labels train ids, 255 = ignored; of the image's size unless the view scales images alone
 * @param place of the labels in the image; empty where it has none
 */
public record SeenImage(RgbImage image, LabelMap labels, Optional<ViewPlace> place) {}
