package org.pagurus.rcu.internal.readers;

/**
 * 120 bytes behind the fields of {@link ReaderState}, in front of the fields of {@link ReaderSlot} that hardly ever change.
 */
abstract class ReaderPadding extends ReaderState {
    long right01;
    long right02;
    long right03;
    long right04;
    long right05;
    long right06;
    long right07;
    long right08;
    long right09;
    long right10;
    long right11;
    long right12;
    long right13;
    long right14;
    long right15;
}
