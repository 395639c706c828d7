package org.sourcefree.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.experiment.Experiment;
import org.yaml.snakeyaml.Yaml;

/**
 * The shipped schema is that of the records, and says of files what the reader says. Run with
 * {@code -Dschema.write=true} to write it anew.
 */
class SchemaTest {
  private static final Path SCHEMA = Path.of("configs/schema.json");
  private static final String REFERENCE = "# yaml-language-server: $schema=../schema.json";
  private static final int MUTATIONS = 16;

  private static final Map<String, Object> GENERATED =
      SchemaGenerator.of(Experiment.class, "A config of sourcefree");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

  private static final JsonSchema VALIDATOR =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(MAPPER.valueToTree(GENERATED));

  @Test
  void theShippedSchemaIsThatOfTheRecords() throws IOException {
    Path current = Path.of("target/schema.json");
    Json.write(current, GENERATED);
    if (Boolean.getBoolean("schema.write")) {
      Json.write(SCHEMA, GENERATED);
    }
    assertThat(SCHEMA)
        .as("mvn test -Dtest=SchemaTest -Dschema.write=true writes it anew")
        .hasSameTextualContentAs(current);
  }

  @Test
  void theSchemaIsADraft7Schema() {
    JsonSchema draft =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema"));
    assertThat(draft.validate(MAPPER.valueToTree(GENERATED))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyShippedConfigValidates(Path config) throws IOException {
    assertThat(VALIDATOR.validate(tree(config))).isEmpty();
    assertThat(tree(config).toString()).doesNotContain("NaN", "Infinity"); // JSON has neither.
  }

  @ParameterizedTest
  @MethodSource("configs")
  void everyConfigNamesTheSchemaInItsFirstLine(Path config) throws IOException {
    assertThat(Files.readAllLines(config).get(0)).isEqualTo(REFERENCE);
    assertThat(config.resolveSibling("../schema.json")).exists();
  }

  @ParameterizedTest
  @MethodSource("configs")
  void whatTheReaderAcceptsValidatesAndWhatIsMalformedDoesNot(Path config) throws IOException {
    Random random = new Random(config.toString().hashCode());
    List<SchemaMutation> all = List.of(SchemaMutation.values());
    for (int i = 0; i < MUTATIONS; i++) {
      JsonNode root = tree(config);
      SchemaMutation mutation = all.get(i % all.size());
      List<ObjectNode> mappings = mappings(root);
      String what = mutation.apply(mappings.get(random.nextInt(mappings.size())), random);
      boolean valid = VALIDATOR.validate(root).isEmpty();
      assertThat(valid).as("%s (%s)", what, root).isEqualTo(reads(root));
    }
  }

  /** Kinds and constants that the shipped configs use elsewhere. */
  @Test
  void whatTheReaderAcceptsOfExchangedPartsValidates() throws IOException {
    List<JsonNode> roots = new ArrayList<>();
    for (Path config : configs()) {
      roots.add(tree(config));
    }
    Random random = new Random(1);
    int accepted = 0;
    for (int i = 0; i < 200; i++) {
      JsonNode root = roots.get(random.nextInt(roots.size())).deepCopy();
      JsonNode other = roots.get(random.nextInt(roots.size()));
      List<String> keys = new ArrayList<>();
      root.fieldNames().forEachRemaining(keys::add);
      String key = keys.get(random.nextInt(keys.size()));
      if (other.has(key)) {
        ((ObjectNode) root).set(key, other.get(key));
      }
      boolean reads = reads(root);
      accepted += reads ? 1 : 0;
      if (reads) {
        assertThat(VALIDATOR.validate(root)).as(root.toString()).isEmpty();
      }
    }
    assertThat(accepted).isBetween(50, 199);
  }

  @Test
  void numbersThatNoRecordTakesDoNotValidate() throws IOException {
    for (String[] wrong :
        new String[][] {
          {"crop", "-5"},
          {"crop", "0"},
          {"crop", "10001"},
          {"short_side", "0"},
          {"batch_size", "0"},
          {"rounds", "-1"},
          {"momentum", "-0.1"},
          {"momentum", "1.5"},
          {"gradient_norm_limit", "-1"},
          {"learning_rate", "-0.1"},
          {"proportion", "1.5"},
        }) {
      JsonNode root = tree(Path.of("configs/street_scenes/ld.yaml"));
      int changed = 0;
      for (ObjectNode mapping : mappings(root)) {
        if (mapping.has(wrong[0])) {
          mapping.set(wrong[0], MAPPER.readTree(wrong[1]));
          changed++;
        }
      }
      assertThat(changed).as(wrong[0]).isPositive();
      assertThat(VALIDATOR.validate(root)).as("%s: %s", (Object[]) wrong).isNotEmpty();
    }
  }

  /** A bound that a constructor does not have would refuse what the reader takes. */
  @Test
  void numbersThatRecordsTakeValidate() throws IOException {
    Random random = new Random(3);
    int accepted = 0;
    for (Path config : configs()) {
      for (int i = 0; i < 20; i++) {
        JsonNode root = tree(config);
        ObjectNode mapping = mappings(root).get(random.nextInt(mappings(root).size()));
        for (String key : SchemaMutation.keys(mapping)) {
          JsonNode old = mapping.get(key);
          if (old.isNumber() && random.nextBoolean()) {
            double factor = Math.pow(10, 4 * random.nextDouble() - 2);
            double value = old.asDouble() * factor + (random.nextInt(3) - 1) * random.nextDouble();
            if (old.isIntegralNumber()) {
              mapping.put(key, Math.round(value));
            } else {
              mapping.put(key, value);
            }
          }
        }
        if (reads(root)) {
          accepted++;
          assertThat(VALIDATOR.validate(root)).as(root.toString()).isEmpty();
        }
      }
    }
    assertThat(accepted).isGreaterThan(300);
  }

  @Test
  void everyKeyOfAnAdaptationIsDescribed() {
    JsonNode definitions = MAPPER.valueToTree(GENERATED).get("definitions");
    JsonNode properties = definitions.get("experiment.Adaptation").get("properties");
    assertThat(properties).isNotEmpty();
    properties
        .properties()
        .forEach(
            property -> {
              if (!property.getKey().equals(Kinds.KEY)) {
                assertThat(property.getValue().path("description").asText())
                    .as(property.getKey())
                    .isNotBlank();
              }
            });
  }

  private static boolean reads(JsonNode root) throws IOException {
    String text = MAPPER.writeValueAsString(root).replace("Infinity", ".inf");
    try {
      ConfigReader.parse(text, "mutated", List.of(), Experiment.class);
      return true;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  private static List<ObjectNode> mappings(JsonNode node) {
    List<ObjectNode> found = new ArrayList<>();
    if (node instanceof ObjectNode mapping) {
      found.add(mapping);
    }
    if (node instanceof ObjectNode || node instanceof ArrayNode) {
      node.forEach(child -> found.addAll(mappings(child)));
    }
    return found;
  }

  private static JsonNode tree(Path config) throws IOException {
    return MAPPER.valueToTree(new Yaml().load(Files.readString(config)));
  }

  static List<Path> configs() throws IOException {
    return yaml(Path.of("configs"));
  }

  static List<Path> shipped() throws IOException {
    return Stream.concat(configs().stream(), yaml(Path.of("models")).stream()).toList();
  }

  private static List<Path> yaml(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
