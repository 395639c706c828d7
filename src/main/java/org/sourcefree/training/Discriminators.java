package org.sourcefree.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.graph.Variables;
import org.sourcefree.image.ImageSize;
import org.sourcefree.objective.Answer;
import org.sourcefree.objective.Predictions;
import org.sourcefree.optimizer.Adam;
import org.sourcefree.optimizer.Schedule;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The discriminators of an adaptation, and how they move.
 *
 * @param networks at least one, each with a name of its own
 * @param optimizer of each, with moments of its own
 * @param schedule of their learning rate
 */
public record Discriminators(List<Discriminator> networks, Adam optimizer, Schedule schedule) {

  /** Checks the names. */
  public Discriminators {
    networks = List.copyOf(networks);
    Player.requireDistinct("discriminators", networks.stream().map(Discriminator::name).toList());
  }

  /** Who moves. */
  List<Player> players() {
    return networks.stream()
        .map(
            each ->
                new Player(
                    each.owner(),
                    variable -> variable.owner().equals(each.owner()),
                    each.objective(),
                    optimizer,
                    schedule::rateAt))
        .toList();
  }

  /**
   * Builds what all say of a stream, by their names.
   *
   * @param features the network's last stage, [N, h, w, channels]
   */
  Map<String, Answer> answers(
      Ops tf, Variables variables, Predictions predictions, Operand<TFloat32> features) {
    Map<String, Answer> answers = new LinkedHashMap<>();
    networks.forEach(
        each -> answers.put(each.name(), each.build(tf, variables, predictions, features)));
    return answers;
  }

  /** Numbers of all that are trained. */
  long size(int classes, int features) {
    return networks.stream().mapToLong(each -> each.size(classes, features)).sum();
  }

  /**
   * Checks that images are large enough for every answer.
   *
   * @param images the smallest that a step sees of a stream
   */
  public void checkSize(ImageSize images) {
    for (Discriminator each : networks) {
      int seen = Math.min(images.width(), images.height());
      if (each.smallestImage() > seen) {
        throw new IllegalArgumentException(
            "images must be at least %d pixels high and wide for the discriminator %s, got %d"
                .formatted(each.smallestImage(), each.name(), seen));
      }
    }
  }
}
