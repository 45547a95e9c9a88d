using System.Globalization;
using System.Numerics.Tensors;
using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Runs;
using Hourglass.Runs.Texts;
using Hourglass.Text.Codes;
using Hourglass.Text.Reading;
using Hourglass.Text.Words;

namespace Hourglass.Training;

/// <summary>The job of a sequence autoencoder for sentences: word vectors, sentences, training, model folder.</summary>
public static class SentenceRun
{
    private const ulong ValidationSeed = 0x5EED;
    private const int GoldenSentences = 8;

    // The share of a text above which a word's vector is held back (Arora, Liang and Ma, 2017).
    private const double CommonShare = 1e-3;

    /// <summary>Trains by a plan and leaves a run folder with the model.</summary>
    /// <param name="plan">The recipe; where a run goes on, the one it was started with.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="resume">Go on from the last checkpoint in it.</param>
    /// <param name="progress">Told where the run stands.</param>
    /// <param name="note">Told what there is to say about the files.</param>
    /// <param name="log">Told what each finished epoch came to.</param>
    /// <param name="cancellation">Stops after the step in progress, leaving a checkpoint.</param>
    /// <exception cref="DataException">The files cannot be used.</exception>
    /// <exception cref="CheckpointException">There is nothing to resume, or a run is already there.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was written if training had begun.</exception>
    public static TrainingResult Run(
        SentencePlan plan, RunFolder folder, bool resume = false, IProgress<TrainingProgress>? progress = null, Action<string>? note = null,
        Action<EpochRecord>? log = null, CancellationToken cancellation = default)
    {
        TrainingRun.CheckPlace(folder, resume);
        var vectors = resume ? WordModel.Open(WordsOf(folder)) : Learn(plan, progress, note, cancellation);
        var words = vectors.Vectors.Vocabulary.Words;
        var numbers = new WordNumbers([.. words.Take(plan.Words)], plan.Buckets);
        var (corpus, notes) = SentenceCorpus.Read(plan, numbers, progress.Reading(), cancellation);
        foreach (var text in notes)
            note?.Invoke(text);
        var training = plan.ToTrainingPlan();
        var architecture = SentenceNetwork.Build(numbers.Count, plan.Length, plan.Code, plan.Size);
        using var trainer = new Trainer(training, architecture, Pairs(plan, corpus), folder.Checkpoints, resume && folder.HasCheckpoint);
        if (trainer.State.Step == 0)
            trainer.Network.Load(Start(trainer.Network.Weights(), vectors.Vectors, numbers.Words.Count));
        if (!resume)
        {
            vectors.Write(WordsOf(folder));
            AtomicFile.WriteText(Path.Combine(folder.Path, SentencePlan.FileName), plan.ToJson());
        }

        TrainingRun.Train(trainer, training, folder, resume, progress, log, cancellation);
        progress.Stage("exporting");
        var content = new ModelContent { Weights = trainer.Network.Weights(), Golden = Golden(trainer, corpus, plan.Length), Vocabulary = numbers.Words };
        var info = TrainingRun.Info(trainer, training, new Normalization(0, 1), training.Data, corpus.Train.Count);
        var loss = trainer.State.History[^1].ValidationLoss ?? trainer.State.History[^1].TrainLoss;
        ModelFolder.Write(folder.Model, info with { Metrics = new Dictionary<string, double> { ["nats per word"] = loss } }, content);
        TrainingRun.OpenChecked(folder, training).Dispose();
        AtomicFile.WriteText(folder.Evaluation, string.Create(CultureInfo.InvariantCulture, $"{{ \"natsPerWord\": {loss} }}\n"));
        return TrainingRun.Result(trainer, folder);
    }

    private static string WordsOf(RunFolder folder) => Path.Combine(folder.Path, SentencePlan.WordsName);

    private static WordModel Learn(SentencePlan plan, IProgress<TrainingProgress>? progress, Action<string>? note, CancellationToken cancellation)
    {
        var options = new WordOptions { Dimensions = plan.Size, MinCount = plan.MinCount, Seed = plan.Seed, Threads = plan.Threads };
        var (model, notes) = WordTrainer.Train(TextFiles.Find(plan.Inputs), plan.Strict, options, progress.Reading(), cancellation);
        foreach (var text in notes)
            note?.Invoke(text);
        return model;
    }

    private static TrainingPairs Pairs(SentencePlan plan, SentenceCorpus corpus) => new()
    {
        Count = corpus.Train.Count,
        Reader = device => new SentenceReader(corpus, corpus.Train, plan.Dropout, plan.Length, plan.Seed, device),
        Validation = device => new SentenceReader(corpus, corpus.Validation, plan.Dropout, plan.Length, plan.Seed ^ ValidationSeed, device),
        ValidationIndices = [.. Enumerable.Range(0, corpus.Validation.Count)],
        ValidationBatch = int.MaxValue,
        Identity = $"{corpus.Identity()} {plan.ToJson()}",
    };

    /// <summary>First weights with the word vectors in them, those of frequent words held back where they are read.</summary>
    private static IEnumerable<WeightTensor> Start(IReadOnlyList<WeightTensor> weights, WordVectors vectors, int words)
    {
        var total = (double)vectors.Vocabulary.Counts.Sum();
        foreach (var weight in weights)
        {
            if (weight.Name is SentenceNetwork.Vectors or SentenceNetwork.Told)
            {
                for (var i = 0; i < words; i++)
                {
                    var scale = weight.Name == SentenceNetwork.Told ? 1 : CommonShare / (CommonShare + vectors.Vocabulary.Counts[i] / total);
                    TensorPrimitives.Multiply(vectors[i], (float)scale, weight.Values.AsSpan((i + 1) * vectors.Dimensions, vectors.Dimensions));
                }
            }

            yield return weight;
        }
    }

    private static GoldenVectors Golden(Trainer trainer, SentenceCorpus corpus, int length)
    {
        var shown = Spacing.Even(corpus.Train.Count, Math.Min(GoldenSentences, corpus.Train.Count));
        var samples = new float[shown.Length * length];
        for (var i = 0; i < shown.Length; i++)
            SentenceReader.Write(corpus[corpus.Train[shown[i]]], samples.AsSpan(i * length, length));
        var (codes, outputs) = trainer.Apply(samples);
        return new GoldenVectors(samples, codes, outputs);
    }
}
