package org.sourcefree.trust;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Compute;
import org.sourcefree.model.GraphFaults;
import org.sourcefree.model.ModelSession;
import org.sourcefree.model.StoredModel;
import org.sourcefree.network.Additions;
import org.sourcefree.network.Model;
import org.sourcefree.savedmodel.SavedModelFile;

/** A SavedModel that was read, looked at and not refused. {@link Models} opens it. */
public final class OpenedModel {
  private final StoredModel.Weighted stored;

  OpenedModel(StoredModel.Weighted stored) {
    this.stored = stored;
  }

  /** What it is. */
  public Model model() {
    return stored.model();
  }

  /** The file that it was read from. */
  public SavedModelFile file() {
    return stored.file();
  }

  /** The folder by which it was asked for. */
  public Path savedModel() {
    return stored.file().named();
  }

  /**
   * Builds the model with its weights; as often as needed.
   *
   * @throws InvalidInputException if this machine cannot compute so, or the weights do not fit
   */
  public ModelSession session(Compute compute) {
    return stored.session(compute);
  }

  /**
   * Builds the model with what is added to it and predicts, see {@link
   * StoredModel.Weighted#session(Compute, Additions)}.
   *
   * @throws InvalidInputException if it cannot be built, or has such already
   */
  public ModelSession session(Compute compute, Additions added) {
    return stored.session(compute, added);
  }

  /**
   * Computes with a session of the model.
   *
   * @throws InvalidInputException if TensorFlow fails at another program's graph, saying of which
   *     SavedModel and why
   */
  public <T> T computed(Supplier<T> work) {
    return GraphFaults.computed(savedModel(), model(), work);
  }
}
