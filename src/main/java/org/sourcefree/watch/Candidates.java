package org.sourcefree.watch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sourcefree.choice.Candidate;
import org.sourcefree.choice.SampledPredictions;
import org.sourcefree.config.Json;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.files.Folders;
import org.sourcefree.files.Fresh;
import org.sourcefree.model.ModelSession;
import org.sourcefree.run.NetworkNames;
import org.sourcefree.run.RunFolder;

/**
 * The networks that a run met and might hand over: a folder each in the run folder, with what it
 * predicts on the watched images and, where it is kept, its saved_model.
 */
public final class Candidates {
  private static final String NOTE = "candidate.json";
  private static final String PREDICTIONS = "predictions.bin";
  private static final String SAVED_MODEL = "saved_model";

  private final Path run;

  /** Those in a run folder. */
  public Candidates(Path run) {
    this.run = run;
  }

  /**
   * candidate.json.
   *
   * @param order of the meeting, from 0
   */
  record Note(int order, String name, long step, double entropy, List<Double> shares) {}

  /** Whether a network is noted already. */
  public boolean has(String name) {
    return Files.exists(NetworkNames.folder(run, name).resolve(NOTE));
  }

  /**
   * Notes a network.
   *
   * @param model whose weights are kept beside it; empty if they are not
   */
  public void add(String name, long step, Look look, Optional<ModelSession> model) {
    Path place = NetworkNames.folder(run, name);
    Path partial = Fresh.beside(place, ".partial");
    Folders.delete(partial);
    Folders.create(partial);
    write(partial.resolve(PREDICTIONS), look.predictions());
    Note note = new Note(notes().size(), name, step, look.entropy(), look.shares());
    Json.write(partial.resolve(NOTE), note);
    model.ifPresent(kept -> kept.export(partial.resolve(SAVED_MODEL)));
    Folders.move(partial, place);
  }

  /** Forgets what was met after so many steps; it will be met again. */
  public void dropAfter(long taken) {
    for (Note note : notes()) {
      if (note.step() > taken) {
        Folders.delete(NetworkNames.folder(run, note.name()));
      }
    }
  }

  /** All of them in the order they were met, with the mIoU of those that were measured. */
  public List<Candidate> all(RunFolder folder) {
    List<Candidate> candidates = new ArrayList<>();
    List<Note> notes = notes();
    NetworkScores measured = NetworkScores.in(folder);
    for (Note note : notes) {
      boolean last = note.order() == notes.size() - 1;
      Path predictions = NetworkNames.folder(run, note.name()).resolve(PREDICTIONS);
      candidates.add(
          new Candidate(
              note.name(),
              note.step(),
              note.entropy(),
              note.shares(),
              read(predictions),
              (last ? measured.last() : measured.earlier(note.name(), note.step()))
                  .map(Scores::miou)));
    }
    return candidates;
  }

  /** Where a network's weights are kept, below the run folder; empty if they are not. */
  public Optional<Path> savedModel(String name) {
    Path saved = NetworkNames.folder(run, name).resolve(SAVED_MODEL);
    return Files.isDirectory(saved) ? Optional.of(saved) : Optional.empty();
  }

  /** Keeps the weights of a network that are saved elsewhere, by moving them. */
  public void takeSavedModel(String name, Path saved) {
    Path place = NetworkNames.folder(run, name).resolve(SAVED_MODEL);
    Folders.delete(place);
    Folders.move(saved, place);
  }

  private List<Note> notes() {
    try (Stream<Path> folders = Files.list(run)) {
      return folders
          .map(folder -> folder.resolve(NOTE))
          .filter(note -> Files.isRegularFile(note) && !isPartial(note))
          .map(note -> Json.read(note, Note.class))
          .sorted(Comparator.comparingInt(Note::order))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isPartial(Path note) {
    return note.resolveSibling("").toString().endsWith(".partial");
  }

  private static void write(Path file, SampledPredictions predictions) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      predictions.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SampledPredictions read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return SampledPredictions.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
