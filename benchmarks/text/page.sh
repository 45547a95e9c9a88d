#!/bin/sh
# The page from its three parts: page.sh SUMMARIES WORDS TEXTS.
cat <<'HEAD'
# Text

Written by `benchmarks/text/run.sh`.

## Summaries

F1 by one ROUGE for all rows ([Rouge.cs](../src/Hourglass/Evaluation/Summaries/Rouge.cs): small letters, no stemming, no word left out; several references give
the mean; tested against the worked examples of Lin, 2004, and of rouge-score). All rows pick from the same sentences, titles left out, and as many of them;
all but lead leave out the same stop words. ROUGE-L is of whole texts; the references of BBC have their sentences in another order. How strong the ridge is
was looked at on up to a half of these articles, which words to leave out and the first comparison of methods on all of them, and Opinosis while settings were chosen.
HEAD
cat "$1"
cat <<'WORDS'

## Words

The English Wikipedia sample (5.0 million words), words seen at least five times. Spearman's correlation with WordSim-353 (340 pairs known) and its two
parts; share of analogies whose first answer is right, among all words. Mean and standard deviation over seeds. Seconds are by the clock on two cores that
other programs shared heavily; CPU seconds and words per CPU second (gensim: words of one of its five passes) compare better.
WordSim-353 and the analogies were looked at while window, subsampling, spectrum and share of pieces were chosen.

| | dimensions | WordSim-353 | similarity | relatedness | analogies | seconds | CPU seconds | words per CPU second |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
WORDS
cat "$2"
cat <<'TEXTS'

## Codes of texts

Topics: the majority of the five nearest other articles, by cosine; mean and standard deviation over five seeds. Settings were chosen on every second article; one earlier setting was looked at on the
other half too, and given up. Damaged sentences: two words in five are lost at random and the rest is shuffled; found means that the nearest of all
sentences is the undamaged one. Word vectors and sentence codes are learned from the Wikipedia sample.
TEXTS
cat "$3"
