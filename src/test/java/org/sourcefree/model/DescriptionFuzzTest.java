package org.sourcefree.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.model.Description.SavedGraph;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.testing.Untrusted;

/** Whatever a SavedModel says of itself, and any other JSON, is read or refused. */
class DescriptionFuzzTest {
  private static final String NAME = "the description of some/model";

  @TempDir private static Path folder;

  @FuzzTest(maxDuration = "60s")
  @Timeout(30)
  void isReadOrRefused(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    Untrusted.isReadOrRefused(NAME, () -> Description.read(text, NAME));
    Untrusted.isReadOrRefused(NAME, () -> Description.read(graph(content), NAME));
    Untrusted.isReadOrRefused(NAME, () -> Json.map(text, NAME));
    Untrusted.file(
        folder.resolve("description.json"), content, file -> Json.read(file, Description.class));
  }

  /** A description whose graph is the content. */
  private static String graph(byte[] content) {
    String nodes = Base64.getEncoder().encodeToString(content);
    SavedGraph graph = new SavedGraph(nodes, "logits:0", List.of("head"));
    ClassSet classes = new ClassSet(List.of("a", "b"), List.of(0, 1));
    return Json.line(
        new Description(
            Optional.empty(), Optional.of(graph), classes, Preprocessing.CAFFE, Optional.empty()));
  }
}
