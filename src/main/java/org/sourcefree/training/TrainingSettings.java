package org.sourcefree.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Additions;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.GaussianBottleneck;
import org.sourcefree.network.Head;
import org.sourcefree.network.Model;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.objective.Term;
import org.sourcefree.optimizer.LossScale;
import org.sourcefree.optimizer.Parameter;
import org.sourcefree.patches.PatchModes;
import org.sourcefree.training.replicas.Replicas;
import org.sourcefree.training.teacher.Teaching;
import org.tensorflow.op.Ops;

/**
 * What a gradient step does: which statistics normalise, who moves, by which streams and with whom.
 *
 * @param players who moves; the first is the segmentation network, whose losses are the step's
 * @param streams names of the streams, {@link Streams#TARGET} among them
 * @param replicas who takes the step together
 * @param lossScaling whether the losses are scaled, as float16 needs, see {@link LossScale}
 * @param teaching who labels the target stream's images in the step, if anybody does
 * @param distributions whether distributions over the classes come with a batch's labels
 * @param heads new ones beside the model's own
 * @param discriminators who tell the streams apart, if there are any; they move as players do
 * @param bottleneck before the heads, if there is one; what it costs moves as a player does
 */
public record TrainingSettings(
    BatchNorm batchNorm,
    List<Player> players,
    List<String> streams,
    Replicas replicas,
    boolean lossScaling,
    Optional<Teaching> teaching,
    boolean distributions,
    List<Head> heads,
    Optional<Discriminators> discriminators,
    Optional<Bottleneck> bottleneck) {
  static final String NO_TEACHER =
      "teacher must be left out beside attention, as the discriminator that it reads has no average";

  /** Checks the names. */
  public TrainingSettings {
    players = List.copyOf(players);
    streams = List.copyOf(streams);
    heads = List.copyOf(heads);
    Player.requireDistinct("players", players.stream().map(Player::name).toList());
    Player.requireDistinct("streams", streams);
  }

  /** A step without distributions, new heads and discriminators. */
  public TrainingSettings(
      BatchNorm batchNorm,
      List<Player> players,
      List<String> streams,
      Replicas replicas,
      boolean lossScaling,
      Optional<Teaching> teaching) {
    this(
        batchNorm,
        players,
        streams,
        replicas,
        lossScaling,
        teaching,
        false,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The segmentation network alone, on the target stream and one machine. */
  public static TrainingSettings of(BatchNorm batchNorm, Player network, boolean lossScaling) {
    List<String> target = List.of(Streams.TARGET);
    return new TrainingSettings(
        batchNorm, List.of(network), target, Replicas.ONE, lossScaling, Optional.empty());
  }

  /** The same with a teacher. */
  public TrainingSettings with(Optional<Teaching> taught) {
    return changed(parts -> parts.teaching = taught);
  }

  /** The same with distributions over the classes that come with a batch's labels, or without. */
  public TrainingSettings with(boolean soft) {
    return changed(parts -> parts.distributions = soft);
  }

  /** The same among others; among none it stays as it is. */
  public TrainingSettings among(Replicas others) {
    return others.equals(Replicas.ONE) ? this : changed(parts -> parts.replicas = others);
  }

  /** The same with the source's images in a stream of their own, which comes first. */
  public TrainingSettings withSource() {
    return changed(parts -> parts.streams = List.of(Streams.SOURCE, Streams.TARGET));
  }

  /** The same with new heads. */
  public TrainingSettings with(List<Head> more) {
    return changed(parts -> parts.heads = more);
  }

  /** The same with discriminators, each a player. */
  public TrainingSettings with(Discriminators against) {
    return changed(
        parts -> {
          parts.players.addAll(against.players());
          parts.discriminators = Optional.of(against);
        });
  }

  /**
   * The same with what features pass before the heads, whose cost is a player.
   *
   * @param terms of the objective, of which one is {@code information}
   */
  public TrainingSettings through(Optional<GaussianBottleneck> form, List<Term> terms) {
    return Bottleneck.of(form, terms)
        .map(
            narrow ->
                changed(
                    parts -> {
                      parts.players.add(narrow.player());
                      parts.bottleneck = Optional.of(narrow);
                    }))
        .orElse(this);
  }

  private TrainingSettings changed(Consumer<Parts> change) {
    Parts parts = new Parts(this);
    change.accept(parts);
    return new TrainingSettings(
        batchNorm,
        parts.players,
        parts.streams,
        parts.replicas,
        lossScaling,
        parts.teaching,
        parts.distributions,
        parts.heads,
        parts.discriminators,
        parts.bottleneck);
  }

  /** What can be changed. */
  private static final class Parts {
    private final List<Player> players;
    private List<String> streams;
    private Replicas replicas;
    private Optional<Teaching> teaching;
    private boolean distributions;
    private List<Head> heads;
    private Optional<Discriminators> discriminators;
    private Optional<Bottleneck> bottleneck;

    private Parts(TrainingSettings before) {
      players = new ArrayList<>(before.players);
      streams = before.streams;
      replicas = before.replicas;
      teaching = before.teaching;
      distributions = before.distributions;
      heads = before.heads;
      discriminators = before.discriminators;
      bottleneck = before.bottleneck;
    }
  }

  /**
   * Checks that it goes with a model.
   *
   * @throws InvalidInputException if not
   */
  public void requireFits(Model model) {
    discriminators.ifPresent(each -> each.requireFits(model));
    bottleneck.ifPresent(each -> Bottleneck.requireFits(model));
    if (teaching.isPresent() && model.network().attention().isPresent()) {
      throw new InvalidInputException(NO_TEACHER);
    }
  }

  /** What is new beside the model. */
  public Additions added() {
    return new Additions(heads, discriminators.flatMap(Discriminators::attention));
  }

  /** The model with that. */
  Model grown(Model model) {
    return added().isEmpty() ? model : model.with(model.network().with(added()));
  }

  /** Numbers that a run's state holds of new heads and discriminators, their momenta among them. */
  public long added(Model model) {
    if (!(model.network() instanceof DeepLabV2 network)) {
      return 0;
    }
    int classes = model.classes().size();
    long ofHeads = 2 * heads.stream().mapToLong(head -> network.size(head, classes)).sum();
    int features = network.channels(network.stages().size());
    long ofDiscriminators = discriminators.map(each -> each.size(classes, features)).orElse(0L);
    long ofPatches =
        patchModes()
            .map(
                each ->
                    2 * each.headSize(classes) + (long) each.clusters() * each.described(classes))
            .orElse(0L);
    long ofModel =
        model.network().attention().map(each -> each.network().size(features)).orElse(0L);
    long ofBottleneck = bottleneck.isPresent() ? 2 * (features + 1L) * features : 0;
    return ofHeads + 3 * ofDiscriminators + ofPatches + ofBottleneck - 2 * ofModel;
  }

  /** The kinds of patches that a head names, if there is one. */
  public Optional<PatchModes> patchModes() {
    return discriminators.flatMap(Discriminators::patchModes);
  }

  /** Whether a loss reads which domain an image of a stream is from. */
  boolean usesDomain() {
    return streams.size() == 1
        && players.stream().anyMatch(player -> player.objective().usesDomain());
  }

  /** Heads whose weights some term compares. */
  List<String> comparedHeads() {
    return players.stream()
        .flatMap(player -> player.objective().compared().stream())
        .distinct()
        .toList();
  }

  /** The variables that a player moves. */
  List<Parameter> moved(Player player, Variables variables, Model model) {
    return variables.of(Role.WEIGHT).stream()
        .filter(player.moves())
        .filter(weight -> isTrained(weight, model))
        .map(weight -> new Parameter(weight, isHead(weight, model)))
        .toList();
  }

  private static boolean isHead(Variable weight, Model model) {
    return Player.isNewBesideNetwork(weight) || model.network().isHead(weight.name());
  }

  private boolean isTrained(Variable weight, Model model) {
    return !weight.owner().equals(Variables.NETWORK)
        || model.network().isTrained(weight.name(), batchNorm.scaleAndShift());
  }

  /** What every number of a variable is at first, where it is neither drawn nor zero. */
  Optional<Float> first(Variable variable) {
    return bottleneck.filter(each -> each.owns(variable)).map(each -> each.first(variable));
  }

  /** Adds the loss scale's variables, if the losses are scaled. */
  Optional<LossScale> scale(Ops tf, Variables variables) {
    return lossScaling ? Optional.of(new LossScale(tf, variables)) : Optional.empty();
  }
}
