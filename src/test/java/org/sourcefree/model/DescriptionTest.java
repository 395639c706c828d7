package org.sourcefree.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.model.Description.SavedGraph;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.network.foreign.ForeignNetwork;
import org.sourcefree.testing.Poison;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.proto.GraphDef;

/** What a SavedModel of ours says of itself is believed as little as another program's graph. */
class DescriptionTest {
  private static final String NAME = "the description in some/model";

  @Test
  void isReadAsItIsWritten() {
    assertThat(Description.read(Description.line(TinyNetwork.MODEL), NAME))
        .isEqualTo(TinyNetwork.MODEL);
  }

  /** The same is asked of a graph that a config names. */
  @ParameterizedTest
  @ValueSource(
      strings = {"Print", "Placeholder", "PartitionedCall", "If", "RandomUniform", "WriteFile"})
  void holdsNoGraphThatCouldNotBeNamed(String operation) {
    GraphDef graph =
        GraphDef.newBuilder()
            .addNode(Poison.node(ForeignNetwork.INPUT, "Placeholder"))
            .addNode(Poison.node("bad", operation, ForeignNetwork.INPUT))
            .build();
    assertThatThrownBy(() -> Description.read(described(graph), NAME))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(NAME)
        .hasMessageContaining("the node bad");
  }

  @Test
  void holdsNoGraphThatCallsAFunctionAsAnOperation() {
    GraphDef.Builder graph = GraphDef.newBuilder().addNode(Poison.node("bad", "f"));
    graph.getLibraryBuilder().addFunction(Poison.function("f", "x"));
    assertThatThrownBy(() -> Description.read(described(graph.build()), NAME))
        .hasMessageContaining("the node bad calls a function (f)");
  }

  /** 1500 would take 12 GB and 10 000 half a terabyte for the smallest of images. */
  @ParameterizedTest
  @ValueSource(ints = {500, 1500, 10_000})
  void asksForNoMoreMemoryThanAnImageIsWorth(int rate) {
    DeepLabV2 network = new DeepLabV2(List.of(1, 1, 1, 1), 1, List.of(rate, rate));
    String text =
        Json.line(
            new Description(
                Optional.of(network),
                Optional.empty(),
                classes(19),
                Preprocessing.CAFFE,
                Optional.empty()));
    assertThatThrownBy(() -> Description.read(text, NAME))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(NAME)
        .hasMessageContaining("atrous_rates must be smaller for 19 classes");
  }

  private static String described(GraphDef graph) {
    String nodes = Base64.getEncoder().encodeToString(graph.toByteArray());
    SavedGraph saved = new SavedGraph(nodes, "logits:0", List.of());
    return Json.line(
        new Description(
            Optional.empty(),
            Optional.of(saved),
            classes(2),
            Preprocessing.CAFFE,
            Optional.empty()));
  }

  private static ClassSet classes(int count) {
    return new ClassSet(
        IntStream.range(0, count).mapToObj(i -> "class " + i).toList(),
        IntStream.range(0, count).boxed().toList());
  }
}
