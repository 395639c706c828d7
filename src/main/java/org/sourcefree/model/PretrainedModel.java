package org.sourcefree.model;

import java.nio.file.Path;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.OwnClasses;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;

/**
 * The model to adapt. What it is travels inside it; what is said again here must agree.
 *
 * @param savedModel folder
 * @param graph where the network is, in a SavedModel that another program wrote
 * @param classes a class set of the field
 * @param ownClasses any other
 */
public record PretrainedModel(
    Path savedModel,
    Optional<NamedTensors> graph,
    Optional<DeepLabV2> network,
    Optional<StandardClasses> classes,
    Optional<OwnClasses> ownClasses,
    Optional<Preprocessing> preprocessing) {

  /** Checks that a graph that says nothing of itself is described. */
  public PretrainedModel {
    if (classes.isPresent() && ownClasses.isPresent()) {
      throw new IllegalArgumentException("own_classes must be left out with classes");
    }
    if (graph.isPresent() && classes.isEmpty() && ownClasses.isEmpty()) {
      throw new IllegalArgumentException("classes must be named with graph, found none");
    }
    if (graph.isPresent() && preprocessing.isEmpty()) {
      throw new IllegalArgumentException("preprocessing must be named with graph, found none");
    }
    if (graph.isPresent() && network.isPresent()) {
      throw new IllegalArgumentException("network must be left out with graph, which holds it");
    }
  }

  /** The classes that are said, if any are. */
  public Optional<ClassSet> classSet() {
    return classes.map(StandardClasses::set).or(() -> ownClasses.map(OwnClasses::set));
  }

  /** A model of which a config says nothing. */
  public static PretrainedModel unsaid(Path savedModel) {
    return new PretrainedModel(
        savedModel,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
