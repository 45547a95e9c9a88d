using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary>One option of the recipe and the field of <see cref="TrainingPlan"/> that it sets.</summary>
/// <param name="Title">The group that help shows it in.</param>
/// <param name="Option">The option.</param>
/// <param name="Apply">Sets the field, if the option was typed.</param>
internal sealed record PlanOption(string Title, Option Option, Func<Invocation, TrainingPlan, TrainingPlan> Apply)
{
    /// <summary>An option whose value goes into a plan by <paramref name="set"/>.</summary>
    public static PlanOption Of<T>(string title, Option<T?> option, Func<TrainingPlan, T, TrainingPlan> set)
        where T : struct => new(title, option, (invocation, plan) => invocation.Get(option) is { } value ? set(plan, value) : plan);

    /// <summary>The same for an option with a text.</summary>
    public static PlanOption Of(string title, Option<string?> option, Func<TrainingPlan, string, TrainingPlan> set) =>
        new(title, option, (invocation, plan) => invocation.Get(option) is { } value ? set(plan, value) : plan);

    /// <summary>The same for a switch.</summary>
    public static PlanOption Of(string title, Option<bool> option, Func<TrainingPlan, TrainingPlan> set) =>
        new(title, option, (invocation, plan) => invocation.Get(option) ? set(plan) : plan);
}
