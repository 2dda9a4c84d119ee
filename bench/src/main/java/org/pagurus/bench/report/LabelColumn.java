package org.pagurus.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Where names beside lines' ends go: in the order of the ends, as near to them as their height allows. */
final class LabelColumn {
    private LabelColumn() {
    }

    /**
     * Places names.
     *
     * @param wanted rising
     * @param gap    between two names, at least
     * @param least  the first place there is
     * @param most   the last one; used as long as all fit
     * @return a place for each, rising
     */
    static double[] place(double[] wanted, double gap, double least, double most) {
        // With the gaps taken out, places need only not fall. The nearest such are means over groups that would fall.
        List<double[]> groups = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            double[] group = {wanted[i] - i * gap, 1};
            while (!groups.isEmpty() && groups.get(groups.size() - 1)[0] / groups.get(groups.size() - 1)[1]
                >= group[0] / group[1]) {
                double[] before = groups.remove(groups.size() - 1);
                group[0] += before[0];
                group[1] += before[1];
            }
            groups.add(group);
        }
        double highest = most - (wanted.length - 1) * gap;
        double[] places = new double[wanted.length];
        int i = 0;
        for (double[] group : groups) {
            double mean = Math.max(least, Math.min(highest, group[0] / group[1]));
            for (int n = 0; n < group[1]; n++, i++) {
                places[i] = mean + i * gap;
            }
        }
        return places;
    }
}
