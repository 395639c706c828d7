/**
 * StreetScenes: a generated pair of driving domains with the 19 Cityscapes classes, for trying an
 * adaptation without any download.
 *
 * <p>A {@link org.sourcefree.scenes.ScenePair} holds every setting. {@link
 * org.sourcefree.scenes.SceneWriter} lays both domains on disk; {@link
 * org.sourcefree.scenes.ScenePainter} paints one scene: a {@code Street} is laid out on the ground
 * plane, a {@code Camera} looks along it, everything is painted far to near on a {@code Canvas} of
 * 2×2 samples a pixel, and {@code Exposure} turns the samples into a camera image as the {@link
 * org.sourcefree.scenes.Appearance} asks. World coordinates are metres: x to the right of the
 * camera, y up from the road, z ahead.
 */
@NullMarked
package org.sourcefree.scenes;

import org.jspecify.annotations.NullMarked;
