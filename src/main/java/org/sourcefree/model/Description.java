package org.sourcefree.model;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.network.Architecture;
import org.sourcefree.network.Model;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.network.foreign.ForeignNetwork;
import org.tensorflow.proto.GraphDef;

/**
 * What a SavedModel of ours says of itself, as it is written: one of network and graph, classes and
 * preprocessing.
 */
public record Description(
    Optional<DeepLabV2> network,
    Optional<SavedGraph> graph,
    ClassSet classes,
    Preprocessing preprocessing,
    Optional<List<Double>> sourceShares) {

  /**
   * A network of other origin.
   *
   * @param nodes the GraphDef, Base64
   * @param logits tensor of class scores
   * @param head prefixes of the names of the head's variables
   */
  record SavedGraph(String nodes, String logits, List<String> head) {}

  /** Checks that there is one network. */
  public Description {
    if (network.isPresent() == graph.isPresent()) {
      throw new IllegalArgumentException("network must be described once");
    }
  }

  /** The description of a model, on one line. */
  public static String line(Model model) {
    Optional<DeepLabV2> own =
        model.network() instanceof DeepLabV2 deepLab ? Optional.of(deepLab) : Optional.empty();
    Optional<SavedGraph> graph =
        model.network() instanceof ForeignNetwork foreign
            ? Optional.of(
                new SavedGraph(
                    Base64.getEncoder().encodeToString(foreign.graph().toByteArray()),
                    foreign.logits(),
                    foreign.head()))
            : Optional.empty();
    return Json.line(
        new Description(own, graph, model.classes(), model.preprocessing(), model.sourceShares()));
  }

  /**
   * Reads a description.
   *
   * @param name what to call it in messages
   */
  static Model read(String text, String name) {
    Description read = Json.read(text, name, Description.class);
    try {
      return read.model();
    } catch (InvalidInputException e) {
      throw new InvalidInputException("%s: %s".formatted(name, e.getMessage()), e);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new InvalidInputException("%s holds a damaged graph".formatted(name), e);
    }
  }

  private Model model() throws InvalidProtocolBufferException {
    Architecture architecture = network.isPresent() ? network.get() : graph(graph.orElseThrow());
    try {
      return new Model(architecture, classes, preprocessing, sourceShares);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }

  private static ForeignNetwork graph(SavedGraph graph) throws InvalidProtocolBufferException {
    GraphDef nodes = GraphDef.parseFrom(Base64.getDecoder().decode(graph.nodes()));
    return new ForeignNetwork(nodes, graph.logits(), graph.head());
  }
}
