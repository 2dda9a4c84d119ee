package org.pagurus.rcu;

/** The main class of a JVM that {@link FenceStartTest} starts: fails unless its default domain is as expected, and works. */
final class FenceProbe {
    private FenceProbe() {
    }

    /** Arguments: the expected fence, or the simple name of the expected exception; and a part of the reason. */
    public static void main(final String[] arguments) {
        String fence;
        String reason;
        try (RcuDomain domain = RcuDomain.strict()) {
            domain.register().close();
            domain.synchronize();
            fence = domain.stats().fence().toString();
            reason = domain.stats().fenceReason();
        } catch (final UnsupportedOperationException | IllegalArgumentException e) {
            fence = e.getClass().getSimpleName();
            reason = e.getMessage();
        }
        if (!fence.equals(arguments[0]) || !reason.contains(arguments[1])) {
            throw new AssertionError("fence=" + fence + ", reason=" + reason);
        }
    }
}
