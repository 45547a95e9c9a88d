using System.CommandLine;
using Hourglass.Archives.Codes;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Commands;

/// <summary>What comes back out of an archive: everything, everything within a bound, or likenesses from codes.</summary>
internal sealed class QualityOptions
{
    private const int DefaultCodeLength = 16;

    private readonly Option<int?> _maxError = Choices.Number(
        "--max-error", "Allow every sample to be so many 255ths of its range off, never more; by default 0, exact.", 0, 127);

    private readonly Option<double?> _relativeError = Choices.Number(
        "--relative-error", "Allow every number of an array to be off by this share of the array's range, never more; by default exact.", double.Epsilon, 1);

    private readonly Option<double?> _absoluteError = Choices.Number(
        "--absolute-error", "Allow every number of an array to be off by so much, in its own units, never more.", double.Epsilon, double.MaxValue);

    private readonly Option<double?> _psnr = Choices.Number(
        "--psnr", "Keep only codes of the pictures: the smallest that give back likenesses of so many dB.", 1.0, 100.0);

    private readonly Option<double?> _ratio = Choices.Number(
        "--ratio", "Keep only codes: the best that are so many times smaller than the samples.", 1.0, 100_000.0);

    private readonly Option<int?> _latent = Choices.Number(
        "--latent", "Keep only codes: so many numbers of each picture, by an autoencoder.", 1, 256);

    private readonly Option<int?> _withCodes = Choices.NumberOr(
        DefaultCodeLength, "--with-codes", "Keep codes beside the pictures, 16 numbers each or so many, for list --like, outliers, encode and unpack --previews.", 1, 256);

    private readonly Option<string> _report = new("--report")
    {
        Description = "Draw what codes of other sizes would give, beside JPEG and WebP.",
        HelpName = "FILE.html",
    };

    /// <summary>The options.</summary>
    public Option[] All => [_maxError, _relativeError, _absoluteError, _psnr, _ratio, _latent, _withCodes, _report];

    /// <summary>The largest error, in 255ths.</summary>
    public int MaxError(Invocation invocation) => invocation.Get(_maxError) ?? 0;

    /// <summary>The largest error of arrays, as a share of their range; null when none was typed.</summary>
    /// <exception cref="CommandException">The other one was typed too.</exception>
    public double? RelativeError(Invocation invocation) => invocation.Get(_relativeError) is not null && invocation.Get(_absoluteError) is not null
        ? throw CommandException.Usage("--relative-error and --absolute-error are two ways to state one bound; give one of them")
        : invocation.Get(_relativeError);

    /// <summary>The largest error of arrays, in their units; null when none was typed.</summary>
    public double? AbsoluteError(Invocation invocation) => invocation.Get(_absoluteError);

    /// <summary>Numbers of the codes that are kept beside pictures; null when none are.</summary>
    /// <exception cref="CommandException">Only codes are kept anyway.</exception>
    public int? CodeLength(Invocation invocation) => invocation.Get(_withCodes) is { } length && Codes(invocation) is not null
        ? throw CommandException.Usage("--with-codes keeps codes beside the pictures, and --psnr, --ratio and --latent nothing but codes; give one of them")
        : invocation.Get(_withCodes);

    /// <summary>Where the page about codes goes; null for nowhere.</summary>
    public string? Report(Invocation invocation) => invocation.Get(_report);

    /// <summary>What codes must do; null when none are wanted.</summary>
    /// <exception cref="CommandException">More than one thing is asked for.</exception>
    public CodeTarget? Codes(Invocation invocation)
    {
        var asked = new List<CodeTarget>();
        if (invocation.Get(_psnr) is { } psnr)
            asked.Add(new CodeTarget(CodeTargetKind.Psnr, psnr));
        if (invocation.Get(_ratio) is { } ratio)
            asked.Add(new CodeTarget(CodeTargetKind.Ratio, ratio));
        if (invocation.Get(_latent) is { } latent)
            asked.Add(new CodeTarget(CodeTargetKind.Latents, latent));
        if (asked.Count + (MaxError(invocation) > 0 ? 1 : 0) > 1)
            throw CommandException.Usage("--max-error, --psnr, --ratio and --latent exclude each other; give one of them");
        if (asked.Count == 0 && Report(invocation) is not null)
            throw CommandException.Usage("--report draws what codes give; give --psnr, --ratio or --latent too");
        return asked.Count == 0 ? null : asked[0];
    }
}
