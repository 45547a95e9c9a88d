namespace Hourglass.Cli.Commands;

/// <summary>What the codecs of an archive are called on a screen; <c>docs/archive-format.md</c> says what each does.</summary>
internal static class CodecWords
{
    private static readonly Dictionary<string, string> s_words = new(StringComparer.Ordinal)
    {
        ["stor"] = "stored",
        ["brot"] = "Brotli",
        ["idat"] = "PNG filters, deflate",
        ["ctx1"] = "adaptive contexts",
        ["net1"] = "learned network",
        ["mix1"] = "network and contexts",
        ["lat1"] = "lattice, restored",
        ["cel1"] = "cells of a lattice",
        ["vec1"] = "autoencoder's codes",
        ["arr1"] = "predicted numbers",
    };

    /// <summary>The words for the four letters that an archive and <c>--json</c> have; the letters themselves where there are none.</summary>
    public static string Of(string codec) => s_words.GetValueOrDefault(codec, codec);
}
