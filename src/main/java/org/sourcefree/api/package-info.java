/**
 * What a Java program calls: {@link org.sourcefree.api.SegmentationModel} to open a model, predict,
 * evaluate and save, and {@link org.sourcefree.api.Adapter} to adapt one. Models are looked at
 * before TensorFlow sees them; one that does more than compute is refused unless it is opened with
 * {@link org.sourcefree.trust.Trust#EVERYTHING}. What is wrong with an input is an {@link
 * org.sourcefree.InvalidInputException} of one sentence.
 *
 * <pre>{@code
 * static Scores adapt(Path source, Path image, Path config, Path folder, Dataset labelled) {
 *   try (SegmentationModel model = SegmentationModel.open(source)) {
 *     Prediction seen = model.predict(image); // at the image's own size
 *     System.out.println(seen.classAt(0, 0) + " with " + seen.confidenceAt(0, 0));
 *   }
 *   StopRequest stop = new StopRequest(); // stop.make() ends the run from any thread
 *   Outcome adapted =
 *       Adapter.of(config, "training.rounds=1")
 *           .onStep(losses -> System.out.println(losses.step() + ": " + losses.total()))
 *           .stoppedBy(stop)
 *           .run(folder); // resume(folder) resumes what was stopped
 *   try (SegmentationModel model = SegmentationModel.open(adapted.savedModel())) {
 *     Scores scores = model.evaluate(labelled, new EvaluationView(256, 128));
 *     System.out.println("mIoU " + scores.miou() + " %, " + scores.iou());
 *     model.save(folder.resolve("copy"));
 *     return scores;
 *   }
 * }
 * }</pre>
 *
 * <p>A config can also be built: {@link org.sourcefree.experiment.Adaptation} is a record.
 */
@NullMarked
package org.sourcefree.api;

import org.jspecify.annotations.NullMarked;
