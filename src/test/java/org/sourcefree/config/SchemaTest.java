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
    for (int i = 0; i < MUTATIONS; i++) {
      JsonNode root = tree(config);
      Mutation mutation = Mutation.values()[i % Mutation.values().length];
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

  private enum Mutation {
    DROPPED {
      @Override
      String apply(ObjectNode mapping, Random random) {
        String key = key(mapping, random);
        if (!NEEDED.contains(key)) {
          mapping.remove(key);
        }
        return "without " + key;
      }
    },
    ADDED {
      @Override
      String apply(ObjectNode mapping, Random random) {
        mapping.put("speling", 1);
        return "with another key";
      }
    },
    OF_ANOTHER_TYPE {
      @Override
      String apply(ObjectNode mapping, Random random) {
        String key = key(mapping, random);
        JsonNode old = mapping.get(key);
        List<JsonNode> others = new ArrayList<>();
        others.add(MAPPER.createObjectNode().put("a", 1));
        others.add(MAPPER.createArrayNode().add(MAPPER.createObjectNode()));
        others.add(MAPPER.getNodeFactory().nullNode());
        if (!old.isNumber()) {
          others.add(MAPPER.getNodeFactory().numberNode(2.5));
        }
        if (!old.isBoolean()) {
          others.add(MAPPER.getNodeFactory().booleanNode(true));
        }
        if (!old.isTextual()) {
          others.add(MAPPER.getNodeFactory().textNode("some text"));
        }
        JsonNode changed = others.get(random.nextInt(others.size()));
        mapping.set(key, changed);
        return key + " as " + changed;
      }
    },
    MISSPELT {
      @Override
      String apply(ObjectNode mapping, Random random) {
        String key = key(mapping, random);
        boolean constant = mapping.get(key).isTextual() && CONSTANTS.contains(key);
        String changed = constant ? key : Kinds.KEY;
        mapping.put(changed, "no_such_word");
        return "a wrong " + changed;
      }
    };

    /** Optional keys that other keys need beside them, which no schema of single keys says. */
    private static final List<String> NEEDED = List.of("labels", "source", "teacher");

    private static final List<String> CONSTANTS =
        List.of("kind", "split", "domain", "statistics", "scale_and_shift", "published", "device");

    abstract String apply(ObjectNode mapping, Random random);

    private static String key(ObjectNode mapping, Random random) {
      List<String> keys = new ArrayList<>();
      mapping.fieldNames().forEachRemaining(keys::add);
      return keys.get(random.nextInt(keys.size()));
    }
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
