package org.sourcefree.config;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the sources' Javadoc says of types, record components and enum constants. */
final class Javadoc {
  private static final Path SOURCES = Path.of("src/main/java");

  private static final Pattern SENTENCE_END = Pattern.compile("(?<=(?<! al)\\.) (?=\\p{Lu})");

  private final Map<String, String> texts = new HashMap<>();
  private final Set<Class<?>> read = new HashSet<>();

  /** What a type is, in its first sentence. */
  Optional<String> of(Class<?> type) {
    return find(type, "").map(text -> SENTENCE_END.split(text, 2)[0]);
  }

  /** What a record's component or an enum's constant is. */
  Optional<String> of(Class<?> type, String member) {
    return find(type, "#" + member);
  }

  private Optional<String> find(Class<?> type, String member) {
    Class<?> outermost = type;
    while (outermost.getEnclosingClass() != null) {
      outermost = outermost.getEnclosingClass();
    }
    if (read.add(outermost)) {
      read(SOURCES.resolve(outermost.getName().replace('.', '/') + ".java"));
    }
    return Optional.ofNullable(texts.get(type.getCanonicalName() + member));
  }

  private void read(Path source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjects(source.toFile()));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Collector(trees, unit.getPackageName().toString()).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Collector extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final Deque<String> names = new ArrayDeque<>();

    Collector(DocTrees trees, String packageName) {
      this.trees = trees;
      names.push(packageName);
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      names.push(names.peek() + "." + type.getSimpleName());
      DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
      if (comment != null) {
        put("", comment.getFullBody());
        for (DocTree tag : comment.getBlockTags()) {
          if (tag instanceof ParamTree param) {
            put("#" + param.getName(), param.getDescription());
          }
        }
      }
      super.visitClass(type, null);
      names.pop();
      return null;
    }

    @Override
    public Void visitVariable(VariableTree variable, Void nothing) {
      DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
      if (comment != null) {
        put("#" + variable.getName(), comment.getFullBody());
      }
      return null;
    }

    private void put(String member, List<? extends DocTree> text) {
      String words = text.stream().map(Javadoc::plain).collect(Collectors.joining());
      texts.put(names.peek() + member, words.replaceAll("\\s+", " ").strip());
    }
  }

  private static String plain(DocTree part) {
    if (part instanceof TextTree text) {
      return text.getBody();
    } else if (part instanceof LiteralTree literal) {
      return literal.getBody().getBody();
    } else if (part instanceof LinkTree link) {
      String target = link.getReference().getSignature();
      return link.getLabel().isEmpty()
          ? target.substring(target.lastIndexOf('#') + 1)
          : link.getLabel().stream().map(Javadoc::plain).collect(Collectors.joining());
    }
    return part.toString();
  }
}
