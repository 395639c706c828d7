package org.sourcefree.trust;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.model.GraphFaults;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.model.StoredModel;
import org.sourcefree.network.Model;

/**
 * Opens SavedModels, the only way to one that TensorFlow computes with. Each is read once, however
 * often it is asked for, and looked at before TensorFlow sees it: one that does more than compute
 * is refused unless models are trusted, and so is a graph of another program that ends the process
 * in which it is tried, trusted or not.
 */
public final class Models {
  private final Trust trust;
  private final Map<Path, StoredModel> stored = new HashMap<>();
  private final Map<Asked, OpenedModel> opened = new HashMap<>();
  private final Map<Asked, String> refused = new HashMap<>();

  private record Asked(PretrainedModel said, Use use) {}

  /** Opens models that only compute. */
  public Models() {
    this(Trust.COMPUTING);
  }

  /** Nothing is opened yet. */
  public Models(Trust trust) {
    this.trust = trust;
  }

  /**
   * Opens a model.
   *
   * @param said what a config says of it
   * @throws InvalidInputException if it is refused, cannot be read, or the config contradicts it
   */
  public synchronized OpenedModel open(PretrainedModel said, Use use) {
    return GraphFaults.refused(said.savedModel(), () -> opened(new Asked(said, use)));
  }

  private OpenedModel opened(Asked asked) {
    OpenedModel known = opened.get(asked);
    if (known == null) {
      StoredModel model = read(asked.said().savedModel());
      refusal(model, asked).ifPresent(Models::refuse);
      known = new OpenedModel(model.named(asked.said()));
      opened.put(asked, known);
    }
    return known;
  }

  /**
   * Opens a model of ours, of which nothing is said, for predictions.
   *
   * @param savedModel the folder with saved_model.pb, or one that holds it as saved_model
   * @throws InvalidInputException if it is refused or cannot be read
   */
  public OpenedModel open(Path savedModel) {
    return open(PretrainedModel.unsaid(savedModel), Use.PREDICTION);
  }

  /**
   * What a model of ours says of itself. It is not opened.
   *
   * @throws InvalidInputException if it cannot be read, says nothing, or the config contradicts it
   */
  public Model describe(PretrainedModel said) {
    return GraphFaults.refused(
        said.savedModel(), () -> read(said.savedModel()).describedModel(said));
  }

  /**
   * Reads a SavedModel's file without opening it.
   *
   * @throws InvalidInputException if it cannot be read
   */
  private synchronized StoredModel read(Path savedModel) {
    StoredModel known = stored.get(savedModel);
    if (known == null) {
      known = StoredModel.read(savedModel);
      stored.put(savedModel, known);
    }
    return known;
  }

  /**
   * Checks that a SavedModel, of which only the weights are read, does not do more than compute.
   *
   * @throws InvalidInputException if it is refused or cannot be read
   */
  public void requireAllowed(Path savedModel) {
    GraphFaults.require(savedModel, () -> scanned(read(savedModel)).ifPresent(Models::refuse));
  }

  private Optional<String> refusal(StoredModel model, Asked asked) {
    String known = refused.get(asked);
    Optional<String> refusal =
        known != null
            ? Optional.of(known)
            : scanned(model).or(() -> GraphProbe.refusal(model, asked.said(), asked.use()));
    refusal.ifPresent(words -> refused.put(asked, words));
    return refusal;
  }

  private Optional<String> scanned(StoredModel model) {
    return trust == Trust.EVERYTHING ? Optional.empty() : SavedModelScan.refusal(model);
  }

  private static void refuse(String refusal) {
    throw new InvalidInputException(refusal);
  }
}
