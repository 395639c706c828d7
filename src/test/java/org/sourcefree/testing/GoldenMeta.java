package org.sourcefree.testing;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The meta.json of a folder of golden vectors. */
public final class GoldenMeta {
  private GoldenMeta() {}

  /** Reads golden/FOLDER/meta.json; NaN stands there unquoted. */
  public static JsonNode read(String folder) {
    JsonMapper mapper =
        JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
    String resource = "golden/" + folder + "/meta.json";
    try (InputStream stream = GoldenMeta.class.getClassLoader().getResourceAsStream(resource)) {
      return mapper.readTree(Objects.requireNonNull(stream, resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
