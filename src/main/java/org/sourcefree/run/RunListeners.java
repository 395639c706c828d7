package org.sourcefree.run;

import java.util.List;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.pseudolabel.ClassSelection;
import org.sourcefree.training.StepLosses;

/** Several listeners, told in their order. */
public record RunListeners(List<RunListener> listeners) implements RunListener {

  /** Copies the list. */
  public RunListeners {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void step(StepLosses losses) {
    listeners.forEach(each -> each.step(losses));
  }

  @Override
  public void look(WatchPoint point) {
    listeners.forEach(each -> each.look(point));
  }

  @Override
  public void labelled(int round, List<ClassSelection> classes) {
    listeners.forEach(each -> each.labelled(round, classes));
  }

  @Override
  public void sourceOnly(Scores scores) {
    listeners.forEach(each -> each.sourceOnly(scores));
  }

  @Override
  public void measured(long step, Scores scores) {
    listeners.forEach(each -> each.measured(step, scores));
  }

  @Override
  public void ended(Outcome outcome) {
    listeners.forEach(each -> each.ended(outcome));
  }
}
