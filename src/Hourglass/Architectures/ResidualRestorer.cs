using Hourglass.Numerics;

namespace Hourglass.Architectures;

/// <summary>The residual restorer: a small U-Net of residual blocks that works at half the resolution and less, and adds its answer to the picture.</summary>
/// <remarks>
/// <code>
/// x [C,H,W] ------------------------------------------------------------------------ + -> y
///   conv/2 -> blocks -------------------------------------- + -> blocks -> conv -> *2 |
///               conv/2 -> blocks ------------ + -> blocks -> *2
///                           conv/2 -> blocks -> *2                    block: x + conv(relu(conv(x)))
/// </code>
/// After DRUNet (Zhang et al., 2020, arXiv 2008.13751) at a thirtieth of its size, and FFDNet's first step to half the resolution (Zhang et al.,
/// 2017, arXiv 1710.04026): a multiply-add spent there sees four times as many pixels. No batch norm: one network serves every strength.
/// </remarks>
public static class ResidualRestorer
{
    /// <summary>The catalogue's id.</summary>
    public const string Id = "restorer";

    /// <summary>The catalogue's id of the one that takes a fifth of the multiply-adds.</summary>
    public const string SmallId = "restorer-small";

    private static readonly int[] Widths = [64, 80, 128];
    private static readonly int[] Blocks = [4, 2, 1];
    private static readonly int[] SmallWidths = [32, 48, 80];
    private static readonly int[] SmallBlocks = [2, 2, 3];

    /// <summary>Whether the id is one of these.</summary>
    public static bool IsNamed(string? id) => id is Id or SmallId;

    /// <summary>Builds the network for samples of one shape; it works for any height and width that are multiples of the same power of two.</summary>
    /// <param name="input">The shape of what it is given while training.</param>
    /// <param name="outputs">Channels of what it answers; where they are those of the input, it answers with a change of the input.</param>
    /// <param name="scale">The side of the output over the side of the input.</param>
    /// <param name="id">Which of the two.</param>
    public static Architecture Build(SampleShape input, int outputs, int scale = 1, string id = Id) => id switch
    {
        Id => Build(input, outputs, scale, Widths, Blocks),
        SmallId => Build(input, outputs, scale, SmallWidths, SmallBlocks) with { Name = SmallId },
        _ => throw new ArgumentException($"No restoring network is called '{id}'; there are {Id} and {SmallId}.", nameof(id)),
    };

    internal static Architecture Build(SampleShape input, int outputs, int scale, int[] widths, int[] blocks)
    {
        // A side that is odd cannot be halved: then all is done at the resolution it has.
        var halvings = Math.Min(widths.Length, Math.Min(int.TrailingZeroCount(input.Height), int.TrailingZeroCount(input.Width)));
        var levels = Math.Max(1, halvings);
        var layers = new List<Layer>
        {
            halvings > 0 ? new Conv("head", widths[0], Kernel: 6, Stride: 2, Padding: 2) : new Conv("head", widths[0], Kernel: 3, Padding: 1),
        };
        for (var level = 0; level < levels; level++)
        {
            if (level > 0)
                layers.Add(new Conv($"down{level}", widths[level], Kernel: 2, Stride: 2));
            AddBlocks(layers, level + 1 == levels ? "middle" : $"left{level + 1}", widths[level], blocks[level]);
        }

        for (var level = levels - 2; level >= 0; level--)
        {
            layers.Add(new Conv($"up{level + 1}", 4 * widths[level], Kernel: 1));
            layers.Add(new DepthToSpace($"widen{level + 1}", 2));
            layers.Add(new Add($"across{level + 1}", $"left{level + 1}-{blocks[level]}"));
            AddBlocks(layers, $"right{level + 1}", widths[level], blocks[level]);
        }

        var block = scale * (halvings > 0 ? 2 : 1);
        layers.Add(new Conv("output", outputs * block * block, Kernel: 3, Padding: 1));
        if (block > 1)
            layers.Add(new DepthToSpace("picture", block));
        if (scale == 1 && outputs == input.Channels)
            layers.Add(new Add("sum", Architecture.InputName));
        return new Architecture { Name = Id, Input = input, Encoder = layers, Decoder = [] };
    }

    private static void AddBlocks(List<Layer> layers, string place, int width, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            var before = layers[^1].Name;
            layers.Add(new Conv($"{place}-{i}a", width, Kernel: 3, Padding: 1));
            layers.Add(new Activation($"{place}-{i}r", ActivationFunction.Relu));
            layers.Add(new Conv($"{place}-{i}b", width, Kernel: 3, Padding: 1));
            layers.Add(new Add($"{place}-{i}", before));
        }
    }
}
