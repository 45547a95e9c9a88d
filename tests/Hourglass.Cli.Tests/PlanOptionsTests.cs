using System.Reflection;
using Hourglass.Cli.Commands;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Runs;

namespace Hourglass.Cli.Tests;

public sealed class PlanOptionsTests
{
    private const string Everything =
        "--task denoise --minutes 3 --patch 48 --model dense --latent 3 --epochs 5 --batch 7 --lr 0.5 --schedule cosine --optimizer adam --weight-decay 0.25 --momentum 0.5 --beta2 0.75 --clip 9 "
        + "--patience 4 --validation 0.125 --seed 18446744073709551615 --loss bce --beta 2 --l1 0.5 --contractive 0.5 --device cpu --precision bf16 "
        + "--checkpoint-seconds 11 --size 13x17 --channels 3 --fit pad --limit 19 --strict --threads 21";

    [Fact]
    public void NothingTypedIsTheDefaultRecipe() =>
        Assert.Equal(new TrainingPlan { Data = "x", Threads = Shell.DefaultThreads }, Read(""));

    [Fact]
    public void EveryFieldOfThePlanHasAnOption()
    {
        var (typed, defaults) = (Read(Everything), new TrainingPlan { Data = "x" });
        Assert.Equal([nameof(TrainingPlan.Data)], Unchanged(typed, defaults));
        Assert.Empty(Unchanged(typed.Objective, defaults.Objective));
        Assert.Empty(Unchanged(typed.Reading, defaults.Reading));
    }

    [Fact]
    public void ValuesArriveAsTyped()
    {
        var plan = Read(Everything);
        Assert.Equal((13, 17), (plan.Reading.Width, plan.Reading.Height));
        Assert.Equal(ulong.MaxValue, plan.Seed);
        Assert.Equal(0.5, plan.LearningRate);
        Assert.Equal(FitKind.Pad, plan.Reading.Fit);
        Assert.Equal(21, plan.Threads);
    }

    private static TrainingPlan Read(string options)
    {
        var streams = new Streams(TextWriter.Null, TextWriter.Null);
        var shell = new Shell(streams, default);
        var recipe = new PlanOptions();
        TrainingPlan? plan = null;
        var verb = new Verb(shell, "read", "Reads a plan.", invocation =>
        {
            plan = recipe.Read(invocation, "x");
            return ExitCode.Done;
        })
        { Examples = [] };
        recipe.AddTo(verb);
        foreach (var option in shell.Options)
            verb.Add(option);
        var parsed = verb.Parse(options.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(parsed.Errors);
        parsed.Invoke();
        return plan!;
    }

    private static string[] Unchanged<T>(T typed, T defaults) =>
        [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)
            .Where(property => Equals(property.GetValue(typed), property.GetValue(defaults))).Select(property => property.Name)];
}
