package org.sourcefree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sourcefree.testing.Markdown;

/** What the documents link to and name must exist. Nothing is fetched. */
class LinksTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final int MOST_LINES = 150;
  private static final List<String> FOLDERS = List.of("configs", "models", "tools", "src");

  /** Paths of the repository in prose. */
  private static final Pattern NAMED =
      Pattern.compile("((?:configs|models|tools|src|\\.mvn|\\.ci)/[\\w./*-]*[\\w*/])[.,;:)]*");

  /** Those of commands; what a command writes may lie under models. */
  private static final Pattern COMMANDED =
      Pattern.compile("((?:configs|tools)/[\\w./*-]*[\\w*/])[.,;:)]*");

  /** Those of a config's comments, with the section of a document. */
  private static final Pattern COMMENTED =
      Pattern.compile(
          "(?<![\\w/.])((?:configs|tools)/[\\w./-]*\\w(?:#[\\w-]+)?|[\\w/]+\\.md(?:#[\\w-]+)?)");

  static Stream<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT)) {
      documents.addAll(top.filter(file -> file.toString().endsWith(".md")).toList());
    }
    for (String folder : FOLDERS) {
      documents.addAll(files(ROOT.resolve(folder), ".md"));
    }
    return documents.stream().sorted().map(ROOT::relativize);
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Path document) throws IOException {
    assertThat(brokenLinks(ROOT.resolve(document))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void namedPathsExist(Path document) throws IOException {
    assertThat(missingPaths(ROOT.resolve(document))).isEmpty();
  }

  @Test
  void headersOfConfigsNameWhatExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path config : files(ROOT.resolve("configs"), ".yaml")) {
      String comments =
          Files.readAllLines(config).stream()
              .filter(line -> line.startsWith("#") && !line.contains("$schema="))
              .collect(Collectors.joining("\n"));
      for (Matcher named = COMMENTED.matcher(comments); named.find(); ) {
        problem(ROOT.resolve("any"), named.group(1)).ifPresent(missing::add);
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void theFrontPageIsShort() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(MOST_LINES);
  }

  @Test
  void whatDoesNotExistIsFound(@TempDir Path folder) throws IOException {
    Path document = folder.resolve("a.md");
    Files.writeString(
        document,
        """
        # One `b` (two)
        ## Same
        ## Same
        [right](#one-b-two) [right](#same-1) [right](a.md#same) [right](https://example.org/x#y)
        [1](#one) [2](#same-2) ![3](no.png) [4](no/) [5](a.md#two) [6](http:///x) [7](https:x)
        `tools/sourcefree adapt configs/*/ld.yaml` `configs/no.yaml`, `see tools/no` `a/tools/no`
        ```
        tools/sourcefree import x.pth --out models/no (tools/none)
        ```
        """);

    assertThat(brokenLinks(document))
        .hasSize(7)
        .allMatch(problem -> problem.matches("(#one|#same-2|no.png|no/|a.md#two|http.*) .*"));
    assertThat(missingPaths(document)).containsExactly("configs/no.yaml", "tools/no", "tools/none");
  }

  private static List<String> brokenLinks(Path document) throws IOException {
    List<String> broken = new ArrayList<>();
    for (String destination : Markdown.read(document).destinations()) {
      problem(document, destination).ifPresent(broken::add);
    }
    return broken;
  }

  /** What is wrong with a link, if anything is. */
  private static Optional<String> problem(Path document, String destination) throws IOException {
    URI uri;
    try {
      uri = new URI(destination);
    } catch (URISyntaxException e) {
      return Optional.of(destination + " is no address: " + e.getMessage());
    }
    if (uri.getScheme() != null) {
      boolean complete = uri.getScheme().matches("https?") && uri.getHost() != null;
      return complete ? Optional.empty() : Optional.of(destination + " is no web address");
    }
    Path target = document.resolveSibling(uri.getPath()).normalize();
    if (uri.getPath().isEmpty()) {
      target = document;
    }
    if (!Files.exists(target)) {
      return Optional.of(destination + " does not exist");
    }
    String anchor = uri.getFragment();
    if (anchor != null && !Markdown.read(target).anchors().contains(anchor)) {
      return Optional.of(destination + " is no heading");
    }
    return Optional.empty();
  }

  private static List<String> missingPaths(Path document) throws IOException {
    Markdown read = Markdown.read(document);
    return Stream.concat(paths(read.code(), NAMED), paths(read.blocks(), COMMANDED))
        .filter(path -> !exists(path))
        .toList();
  }

  /** The words of code that are paths and nothing else. */
  private static Stream<String> paths(List<String> code, Pattern form) {
    return code.stream()
        .flatMap(text -> Stream.of(text.split("[\\s(]+")))
        .map(form::matcher)
        .filter(Matcher::matches)
        .map(word -> word.group(1));
  }

  private static boolean exists(String path) {
    if (!path.contains("*")) {
      return Files.exists(ROOT.resolve(path));
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + path);
    return files(ROOT.resolve(path.substring(0, path.indexOf('/'))), "").stream()
        .anyMatch(file -> matcher.matches(ROOT.relativize(file)));
  }
}
