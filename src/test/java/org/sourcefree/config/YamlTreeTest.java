package org.sourcefree.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sourcefree.InvalidInputException;

class YamlTreeTest {
  @Test
  void refusesAnEmptyFile() {
    for (String text : List.of("", "\n\n", "# only a comment\n")) {
      assertThat(errors(text)).singleElement().asString().startsWith("the file must not be empty");
    }
  }

  @Test
  void refusesASecondDocument() {
    assertThat(errors("a: 1\n---\nb: 2\n"))
        .containsExactly("there must be one document, got a second one (a.yaml:2)");
    assertThat(errors("--- \na: 1\n...\n")).isEmpty();
  }

  @Test
  void refusesAnchorsAndAliases() {
    assertThat(errors("a: &x 1\nb: *x\nc: &y [1]\n"))
        .containsExactly(
            "anchors are not allowed, got &x (a.yaml:1: a)",
            "aliases are not allowed, got *x (a.yaml:2: b)",
            "anchors are not allowed, got &y (a.yaml:3: c)");
  }

  @Test
  void refusesTags() {
    assertThat(errors("a: !!int '1'\nb: !mine {c: 1}\n"))
        .containsExactly(
            "tags are not allowed, got tag:yaml.org,2002:int (a.yaml:1: a)",
            "tags are not allowed, got !mine (a.yaml:2: b)");
  }

  @Test
  void refusesMergeKeysAndKeysThatAreNotWords() {
    assertThat(errors("a:\n  <<: {b: 1}\n  c: 2\n? [x]\n: {y: 1}\nz: 3\n"))
        .containsExactly(
            "keys must be single words, got a merge key << (a.yaml:2: a)",
            "keys must be single words, got something else (a.yaml:4)");
  }

  @Test
  void namesTheLineOfMalformedYamlInOneLine() {
    assertThat(errors("a: 1\nb: [1, 2\nc: 3\n"))
        .singleElement()
        .asString()
        .startsWith("the text must be YAML, got a fault: ")
        .endsWith("(a.yaml:3)")
        .doesNotContain("\n");
    assertThat(errors("a: 1\n\tb: 2\n")).singleElement().asString().endsWith("(a.yaml:2)");
    assertThat(errors("a: *nowhere\n")).hasSize(1);
    assertThat(errors("a: b: c\n")).singleElement().asString().endsWith("(a.yaml:1)");
  }

  @Test
  void namesTheLineOfAForbiddenCharacter() {
    assertThat(errors("a: 1\nb: \u0000\n"))
        .containsExactly("the text must be YAML, got a fault: the character U+0000 (a.yaml:2)");
  }

  @Test
  void refusesDeepNesting() {
    assertThat(errors("[".repeat(50) + "]".repeat(50))).isEmpty();
    assertThat(errors("[".repeat(51) + "]".repeat(51)))
        .singleElement()
        .asString()
        .startsWith("the text must be YAML, got a fault: values nest more than 50 deep (a.yaml:1)");
    assertThat(errors("[".repeat(900_000))).hasSize(1);
    assertThat(errors("{a: ".repeat(900) + "1" + "}".repeat(900))).hasSize(1);
  }

  @Test
  void keepsMessagesShort() {
    assertThat(errors("a: *" + "x".repeat(10_000)).get(0)).hasSizeLessThan(200);
  }

  private static List<String> errors(String text) {
    Problems problems = new Problems();
    YamlTree.parse(text, "", line -> Place.line("a.yaml", line), problems);
    try {
      problems.throwIfAny();
    } catch (InvalidInputException e) {
      return new ArrayList<>(String.valueOf(e.getMessage()).lines().toList());
    }
    return List.of();
  }
}
