using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Hourglass.Cli.Terminal;

/// <summary>Makes options that say what they allow when they are given something else.</summary>
internal static class Choices
{
    /// <summary>An option with a number in [<paramref name="least"/>, <paramref name="most"/>].</summary>
    public static Option<T?> Number<T>(string name, string description, T least, T most, params string[] aliases)
        where T : struct, INumber<T> => new(name, aliases)
        {
            Description = description,
            HelpName = "n",
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value;
                if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
                    return value;
                argument.AddError($"{name} is '{text}'; expected a number {Range(least, most)}");
                return null;
            },
        };

    /// <summary>An option with a number in [<paramref name="least"/>, <paramref name="most"/>], or without one, which means <paramref name="otherwise"/>.</summary>
    public static Option<T?> NumberOr<T>(T otherwise, string name, string description, T least, T most)
        where T : struct, INumber<T>
    {
        var option = Number(name, description, least, most);
        var parse = option.CustomParser!;
        option.Arity = ArgumentArity.ZeroOrOne;
        option.HelpName = "[n]";
        option.CustomParser = argument => argument.Tokens.Count == 0 ? otherwise : parse(argument);
        return option;
    }

    /// <summary>An option with a share, written as <c>1%</c> or <c>0.01</c>, above 0 and below 1.</summary>
    public static Option<double?> Percentage(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "n%",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            var isPercent = text.EndsWith('%');
            if (double.TryParse(isPercent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && (isPercent ? value / 100 : value) is > 0 and < 1 and var share)
                return share;
            argument.AddError($"{name} is '{text}'; expected a share such as 1% or 0.01, above 0 and below 1");
            return null;
        },
    };

    /// <summary>An option with one of the names that an enumeration has in JSON.</summary>
    public static Option<T?> OneOf<T>(string name, string description)
        where T : struct, Enum
    {
        var words = Words<T>();
        var option = new Option<T?>(name)
        {
            Description = description,
            HelpName = string.Join('|', words.Keys),
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value;
                if (words.TryGetValue(text, out var value))
                    return value;
                argument.AddError(Suggestion.For(text, words.Keys) is { } meant ? $"{name} is '{text}', did you mean '{meant}'?" : $"{name} is '{text}'; expected {string.Join(", ", words.Keys)}");
                return null;
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. words.Keys]);
        return option;
    }

    /// <summary>An option with a size such as <c>64x48</c>: width, then height.</summary>
    public static Option<(int Width, int Height)?> Size(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "WxH",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            var sides = text.Split('x');
            if (sides.Length == 2 && Side(sides[0]) is { } width && Side(sides[1]) is { } height)
                return (width, height);
            argument.AddError($"{name} is '{text}'; expected width x height in pixels, such as 64x48");
            return null;
        },
    };

    /// <summary>The name in JSON of a value, such as <c>one-cycle</c>.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => Words<T>().First(word => word.Value.Equals(value)).Key;

    private static Dictionary<string, T> Words<T>()
        where T : struct, Enum => typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(
            field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name,
            field => (T)field.GetValue(null)!);

    private static int? Side(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is > 0 and <= 1 << 16 ? side : null;

    private static string Range<T>(T least, T most)
        where T : struct, INumber<T>
    {
        if (least > T.Zero && least < T.One)
            return most >= T.CreateSaturating(int.MaxValue) ? "above 0" : FormattableString.Invariant($"above 0, at most {most}");
        return most >= T.CreateSaturating(int.MaxValue)
            ? FormattableString.Invariant($"of at least {least}")
            : FormattableString.Invariant($"from {least} to {most}");
    }
}
