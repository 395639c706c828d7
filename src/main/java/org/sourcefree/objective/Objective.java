package org.sourcefree.objective;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sourcefree.data.Domain;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The sum of weighted terms that training minimises; LD is cross-entropy on class-balanced pseudo
 * labels, entropy and negative learning, You et al. 2021, Eq. (7).
 *
 * @param terms at least one, each kind at most once for each domain, head and discriminator
 */
public record Objective(List<Term> terms) {

  /**
   * An objective in a graph.
   *
   * @param total Σ λ·term, scalar
   * @param terms each term's unweighted value by its kind's name, or by its label where there are
   *     several of a kind; scalars, nats
   */
  public record Loss(Operand<TFloat32> total, Map<String, Operand<TFloat32>> terms) {}

  /** Checks the terms. */
  public Objective {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("objective must have at least one term, got none");
    }
    List<String> labels = terms.stream().map(Term::label).toList();
    if (labels.stream().distinct().count() < labels.size()) {
      throw new IllegalArgumentException("objective must name each term once, got " + labels);
    }
  }

  /** Whether any term reads the labels. */
  public boolean usesLabels() {
    return terms.stream().anyMatch(Term::usesLabels);
  }

  /** Whether any term reads which domain an image is from. */
  public boolean usesDomain() {
    return terms.stream().anyMatch(Term::usesDomain);
  }

  /** Heads whose weights some term compares. */
  public List<String> compared() {
    return terms.stream().flatMap(term -> term.compared().stream()).distinct().toList();
  }

  /** Whether any term reads what a teacher says. */
  public boolean usesTeacher() {
    return terms.stream().anyMatch(Term::usesTeacher);
  }

  /**
   * Checks that every term is defined for a number of classes.
   *
   * @throws IllegalArgumentException if one is not
   */
  public void checkClasses(int classes) {
    terms.forEach(term -> term.checkClasses(classes));
  }

  /**
   * Builds every term and their weighted sum.
   *
   * @param streams what is predicted of each stream, by its name
   * @param sum a part to the sum of all machines' parts; one machine's is the part itself
   * @throws IllegalArgumentException if a term looks at none of the streams
   */
  public Loss build(Ops tf, Map<String, Predictions> streams, UnaryOperator<Part> sum) {
    return build(tf, terms, streams, List.copyOf(streams.keySet()), sum);
  }

  /**
   * Builds the terms that look at the last of the streams known so far and at none that comes
   * later. Built so for each stream in turn, all terms are built once.
   *
   * @param names of all streams, in the order in which they come
   * @param known what is predicted of the first of them
   * @return empty where there is no such term
   */
  public Optional<Loss> build(
      Ops tf, List<String> names, Map<String, Predictions> known, UnaryOperator<Part> sum) {
    String present = names.get(known.size() - 1);
    List<Term> ready =
        terms.stream().filter(term -> last(looksAt(term, names)).equals(present)).toList();
    return ready.isEmpty() ? Optional.empty() : Optional.of(build(tf, ready, known, names, sum));
  }

  private Loss build(
      Ops tf,
      List<Term> built,
      Map<String, Predictions> streams,
      List<String> names,
      UnaryOperator<Part> sum) {
    Map<String, Operand<TFloat32>> values = new LinkedHashMap<>();
    Operand<TFloat32> total = tf.constant(0f);
    Predictions any = streams.values().iterator().next();
    for (Term term : built) {
      List<Part> parts = new ArrayList<>();
      for (String name : looksAt(term, names)) {
        parts.add(term.part(tf, Objects.requireNonNull(streams.get(name), name).of(term.head())));
      }
      Part part = sum.apply(Part.sum(tf, parts));
      Operand<TFloat32> value = term.value(tf, part.mean(tf));
      values.put(nameOf(term), value);
      total = tf.math.add(total, tf.math.mul(term.weight(tf, any), value));
    }
    return new Loss(total, values);
  }

  /** The terms' names in a loss. */
  public List<String> names() {
    return terms.stream().map(this::nameOf).toList();
  }

  private static String last(List<String> names) {
    return names.get(names.size() - 1);
  }

  private String nameOf(Term term) {
    boolean single = terms.stream().filter(each -> each.name().equals(term.name())).count() == 1;
    return single ? term.name() : term.label();
  }

  /** The streams that a term looks at, at least one. */
  private static List<String> looksAt(Term term, List<String> streams) {
    List<String> seen =
        streams.stream()
            .filter(name -> term.looksAt(name) && holds(streams, name, term.domain()))
            .toList();
    if (seen.isEmpty()) {
      throw new IllegalArgumentException(
          "%s must look at a stream of the step, got %s".formatted(term.name(), streams));
    }
    return seen;
  }

  /** Whether a stream has images of a domain; one that stands alone has those of both. */
  private static boolean holds(List<String> streams, String name, Optional<Domain> domain) {
    return streams.size() == 1
        || domain.isEmpty()
        || name.equals(domain.get().name().toLowerCase(Locale.ROOT));
  }
}
