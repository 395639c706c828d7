package org.sourcefree.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Additions;
import org.sourcefree.network.Architecture;
import org.sourcefree.network.Model;
import org.sourcefree.network.foreign.ForeignNetwork;
import org.sourcefree.savedmodel.SavedModelFile;

/**
 * A SavedModel's file and what it says of itself. It is read and not run: what computes with it
 * opens it by {@code trust.Models}, which looks at it first.
 *
 * @param described what a model of ours says of itself; empty if another program wrote the file
 */
public record StoredModel(SavedModelFile file, Optional<Model> described) {

  /**
   * Reads the file and its description.
   *
   * @param savedModel the folder with saved_model.pb, or one that holds it as saved_model
   * @throws InvalidInputException if there is none, or it is damaged
   */
  public static StoredModel read(Path savedModel) {
    SavedModelFile file = SavedModelFile.read(savedModel);
    return new StoredModel(
        file,
        file.description().map(text -> Description.read(text, "the description in " + savedModel)));
  }

  /**
   * What a model of ours is.
   *
   * @throws InvalidInputException if it says nothing of itself or the config contradicts it
   */
  public Model describedModel(PretrainedModel said) {
    Model model =
        described.orElseThrow(
            () ->
                new InvalidInputException(
                    "a SavedModel must describe its network, this one was not written by sourcefree;"
                        + " tools/sourcefree inspect says whether it can be used (%s)"
                            .formatted(file.folder())));
    Agreement.require(said, model);
    return model;
  }

  /** Whether the network is another program's graph: described by us, or named by the config. */
  public boolean isForeign(PretrainedModel said) {
    return described
        .map(model -> model.network() instanceof ForeignNetwork)
        .orElse(said.graph().isPresent());
  }

  /**
   * The model that a config names, with its weights.
   *
   * @throws InvalidInputException if it cannot be read or the config contradicts it
   */
  public Weighted named(PretrainedModel said) {
    if (described.isEmpty() && said.graph().isPresent()) {
      ForeignGraph graph = NamedGraph.read(said, file);
      return new Weighted(file, NamedGraph.model(said, graph), weights -> graph.weights());
    }
    return new Weighted(file, describedModel(said), file::weights);
  }

  /**
   * A model whose weights can be read.
   *
   * @param weights the values of variables, name to row-major values
   */
  public record Weighted(
      SavedModelFile file, Model model, Function<List<Variable>, Map<String, float[]>> weights) {

    /**
     * Builds the model and gives it its weights.
     *
     * @throws InvalidInputException if this machine cannot compute so, or the weights do not fit
     */
    public ModelSession session(Compute compute) {
      return session(model, compute, weights);
    }

    /**
     * Builds the model with what is added to what it predicts with, of values that change nothing,
     * and gives the rest its weights.
     *
     * @param added of which heads that do not predict are left out
     * @throws InvalidInputException if it has such already, or none can be added to it
     */
    public ModelSession session(Compute compute, Additions added) {
      model.network().requireNew(added);
      Additions predicting = added.predicting();
      Architecture grown = model.network().with(predicting);
      return session(
          model.with(grown),
          compute,
          variables -> {
            List<Variable> stored = new ArrayList<>(variables);
            stored.removeIf(variable -> grown.isAdded(variable.name(), predicting));
            Map<String, float[]> values = new LinkedHashMap<>(weights.apply(stored));
            for (Variable variable : variables) {
              values.computeIfAbsent(
                  variable.name(), name -> grown.neutral(name, variable.shape()));
            }
            return values;
          });
    }

    private ModelSession session(
        Model model, Compute compute, Function<List<Variable>, Map<String, float[]>> weights) {
      return model.network() instanceof ForeignNetwork
          ? GraphFaults.refused(file.named(), () -> ModelSession.open(model, compute, weights))
          : ModelSession.open(model, compute, weights);
    }
  }
}
