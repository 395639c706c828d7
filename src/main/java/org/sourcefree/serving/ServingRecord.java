package org.sourcefree.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sourcefree.config.Json;
import org.sourcefree.graph.Quantization;
import org.sourcefree.image.ImageSize;
import org.sourcefree.machine.Machine;
import org.sourcefree.run.Provenance;

/** Where an export comes from: the model with its own provenance, the code and the machine. */
record ServingRecord(ServingSource source, ServedModel served, Quantization quantization) {

  /** All of it by name, for provenance.json. */
  Map<String, Object> provenance() {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("exported", Instant.now().toString());
    entries.putAll(Machine.facts());
    entries.put("model", source.savedModel());
    entries.put("model_sha256", Provenance.hashOf(source.savedModel()));
    entries.put("working_size", served.workingSize().map(ServingRecord::rowsFirst).orElse("own"));
    entries.put("fixed_size", served.fixedSize().map(ServingRecord::rowsFirst).orElse("none"));
    entries.put("quantization", quantization);
    entries.put("probabilities", served.probabilities());
    entries.put("classes", source.model().classes().names());
    Path earlier = source.home().resolve("provenance.json");
    if (Files.isRegularFile(earlier)) {
      entries.put("model_provenance", withoutNulls(read(earlier)));
    }
    return entries;
  }

  private static String rowsFirst(ImageSize size) {
    return size.height() + "x" + size.width();
  }

  private static Map<String, @Nullable Object> read(Path file) {
    try {
      return Json.map(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object withoutNulls(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> kept = new LinkedHashMap<>();
      map.forEach(
          (key, entry) -> {
            if (entry != null) {
              kept.put(key, withoutNulls(entry));
            }
          });
      return kept;
    }
    return value instanceof List<?> list
        ? list.stream().filter(Objects::nonNull).map(ServingRecord::withoutNulls).toList()
        : value;
  }
}
