import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Prints the float32 operations a second, two a multiply-add, that this processor's cores reach
 * together in registers alone: what no product of matrices can exceed. The best of several runs.
 *
 * <pre>java --add-modules jdk.incubator.vector tools/bench/FmaPeak.java THREADS</pre>
 */
public final class FmaPeak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 16;
  private static final int TURNS = 1 << 23;
  private static final int RUNS = 12;

  private FmaPeak() {}

  /** Takes the number of threads. */
  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[0]);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    double best = 0;
    for (int run = 0; run < RUNS; run++) {
      List<Future<Float>> work = new ArrayList<>();
      long started = System.nanoTime();
      for (int i = 0; i < threads; i++) {
        work.add(pool.submit(() -> chains(TURNS)));
      }
      for (Future<Float> each : work) {
        if (!Float.isFinite(each.get())) {
          throw new IllegalStateException("sums must stay finite");
        }
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      best = Math.max(best, 2.0 * SPECIES.length() * CHAINS * TURNS * threads / seconds);
    }
    pool.shutdown();
    System.out.printf("%d %.0f%n", SPECIES.vectorBitSize(), best);
  }

  /** So many independent sums that each unit has one to add to while it waits for others. */
  private static float chains(int turns) {
    FloatVector x = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector y = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y;
    FloatVector i = y, j = y, k = y, l = y, m = y, n = y, o = y, p = y;
    for (int turn = 0; turn < turns; turn++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
      m = m.fma(x, y);
      n = n.fma(x, y);
      o = o.fma(x, y);
      p = p.fma(x, y);
    }
    FloatVector first = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h);
    FloatVector second = i.add(j).add(k).add(l).add(m).add(n).add(o).add(p);
    return first.add(second).reduceLanes(jdk.incubator.vector.VectorOperators.ADD);
  }
}
