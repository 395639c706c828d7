package org.sourcefree.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.image.ImageSize;
import org.sourcefree.network.Model;
import org.sourcefree.network.discriminator.Attention;
import org.sourcefree.objective.Answer;
import org.sourcefree.objective.Predictions;
import org.sourcefree.optimizer.Adam;
import org.sourcefree.optimizer.Schedule;
import org.sourcefree.patches.PatchModes;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The discriminators of an adaptation, and how they move.
 *
 * @param networks at least one, each with a name of its own; the network attends by one at most
 * @param optimizer of each, with moments of its own
 * @param schedule of their learning rate
 * @param patchModes kinds of patches, which a discriminator may be shown; none if left out
 * @param from folder of a run whose last state has them all, to go on with; new ones if left out
 */
public record Discriminators(
    List<Discriminator> networks,
    Adam optimizer,
    Schedule schedule,
    Optional<Path> from,
    Optional<PatchModes> patchModes) {

  /** Checks the names. */
  public Discriminators {
    networks = List.copyOf(networks);
    Player.requireDistinct("discriminators", networks.stream().map(Discriminator::name).toList());
    List<String> attending =
        networks.stream()
            .filter(each -> each.attends().isPresent())
            .map(Discriminator::name)
            .toList();
    if (attending.size() > 1) {
      throw new IllegalArgumentException(
          "networks must have attention by one of them at most, got " + attending);
    }
    if (networks.stream().anyMatch(Discriminator::seesPatchModes) != patchModes.isPresent()) {
      throw new IllegalArgumentException(
          "patch_modes must be there where a discriminator sees them, and nowhere else");
    }
  }

  /** New ones. */
  public Discriminators(List<Discriminator> networks, Adam optimizer, Schedule schedule) {
    this(networks, optimizer, schedule, Optional.empty(), Optional.empty());
  }

  /** The attention that one of them brings, if any. */
  Optional<Attention> attention() {
    return networks.stream().flatMap(each -> each.attends().stream()).findFirst();
  }

  /**
   * Checks that a model which attends by one of them does so by that network, and that the run
   * which they come from is there.
   *
   * @throws InvalidInputException if not
   */
  void requireFits(Model model) {
    if (from.filter(run -> !Files.isDirectory(run)).isPresent()) {
      throw new InvalidInputException(
          "discriminators.from must be the folder of a run, found none (%s)".formatted(from.get()));
    }
    model.network().attention().ifPresent(this::requireFits);
  }

  private void requireFits(Attention known) {
    Optional<Discriminator> own =
        networks.stream().filter(each -> each.name().equals(known.discriminator())).findFirst();
    if (own.filter(each -> !each.isOf(known)).isPresent()) {
      throw new InvalidInputException(
          "the discriminator %s must see features and be what the model attends by, %s, got %s that sees %s"
              .formatted(
                  known.discriminator(), known.network(), own.get().network(), own.get().sees()));
    }
  }

  /** What is trained of all of them, once a step is built. */
  public List<Variable> weights(Variables variables) {
    List<String> owners = networks.stream().map(Discriminator::owner).toList();
    return variables.of(Role.WEIGHT).stream()
        .filter(weight -> owners.contains(weight.owner()))
        .toList();
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
   * @param features of the network, see {@link Discriminator.Sees#FEATURES}
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
    int kinds = patchModes.map(PatchModes::clusters).orElse(0);
    return networks.stream()
        .mapToLong(each -> each.size(each.seesPatchModes() ? kinds : classes, features))
        .sum();
  }

  /**
   * Checks that images are large enough for every answer.
   *
   * @param images the smallest that a step sees of a stream
   */
  public void checkSize(ImageSize images) {
    patchModes.ifPresent(each -> each.checkSize(images));
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
