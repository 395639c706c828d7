package org.sourcefree.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.network.Head;
import org.sourcefree.objective.HeadDisagreement;
import org.sourcefree.objective.PatchClassification;
import org.sourcefree.objective.Term;

/**
 * Heads, discriminators and terms of an adaptation, which name each other.
 *
 * @param heads new ones beside the model's own
 * @param discriminators if there are any
 * @param terms of the objective
 */
public record Opponents(
    List<Head> heads, Optional<Discriminators> discriminators, List<Term> terms) {

  /** Copies the lists. */
  public Opponents {
    heads = List.copyOf(heads);
    terms = List.copyOf(terms);
  }

  /**
   * Checks that every name is somebody's, and that nobody is left out.
   *
   * @param apart whether source images come in batches of their own
   * @param taught whether a teacher labels the target's images
   * @throws IllegalArgumentException if not
   */
  public void check(boolean apart, boolean taught) {
    checkHeads();
    checkDiscriminators(apart);
    checkPatchModes();
    if (taught && discriminators.flatMap(Discriminators::attention).isPresent()) {
      throw new IllegalArgumentException(TrainingSettings.NO_TEACHER);
    }
  }

  private void checkHeads() {
    List<String> names = new ArrayList<>(heads.stream().map(Head::name).toList());
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("heads must each have a name of its own, got " + names);
    }
    List<String> read = headsRead();
    for (String name : names) {
      if (!read.contains(name)) {
        throw new IllegalArgumentException(
            "heads must each be named by a term or a discriminator, found none for " + name);
      }
    }
    names.add(Head.MAIN);
    for (String name : read) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException("head must be one of %s, got %s".formatted(names, name));
      }
    }
  }

  private List<String> headsRead() {
    List<String> read = new ArrayList<>();
    terms.forEach(term -> term.head().ifPresent(read::add));
    terms.forEach(term -> read.addAll(term.compared()));
    for (Discriminator each : networks()) {
      each.head().ifPresent(read::add);
      each.headDisagreement().map(HeadDisagreement::heads).ifPresent(read::addAll);
    }
    return read;
  }

  private void checkDiscriminators(boolean apart) {
    List<String> names = networks().stream().map(Discriminator::name).toList();
    List<String> asked = terms.stream().flatMap(term -> term.asked().stream()).toList();
    for (String name : asked) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "discriminator must be one of %s, got %s".formatted(names, name));
      }
    }
    for (String name : names) {
      if (!asked.contains(name)) {
        throw new IllegalArgumentException(
            "discriminators must each be asked by an adversarial term, found none for " + name);
      }
    }
    if (!names.isEmpty() && !apart) {
      throw new IllegalArgumentException(
          "discriminators must have data.source_batches, as each domain comes in batches of its own");
    }
  }

  private void checkPatchModes() {
    boolean told = discriminators.flatMap(Discriminators::patchModes).isPresent();
    boolean learnt = terms.stream().anyMatch(PatchClassification.class::isInstance);
    if (told != learnt) {
      throw new IllegalArgumentException(
          "discriminators.patch_modes must be there beside a term patch_classification, and nowhere else");
    }
  }

  private List<Discriminator> networks() {
    return discriminators.map(Discriminators::networks).orElse(List.of());
  }
}
