using System.Text.Json.Serialization;

namespace Hourglass.Architectures;

/// <summary>
/// One layer of a network, as plain data. Four interpreters read it: <see cref="ShapeInference"/>, <see cref="CostModel"/>, the torch
/// builder of Hourglass.Training and the ONNX emitter.
/// </summary>
/// <param name="Name">Unique within its half of the network; names the layer's weights and stands in messages.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Dense), "dense")]
[JsonDerivedType(typeof(Conv), "conv")]
[JsonDerivedType(typeof(ConvTranspose), "conv-transpose")]
[JsonDerivedType(typeof(BatchNorm), "batch-norm")]
[JsonDerivedType(typeof(Activation), "activation")]
[JsonDerivedType(typeof(Reshape), "reshape")]
[JsonDerivedType(typeof(TopK), "top-k")]
[JsonDerivedType(typeof(Variational), "variational")]
[JsonDerivedType(typeof(Dropout), "dropout")]
[JsonDerivedType(typeof(Noise), "noise")]
[JsonDerivedType(typeof(Add), "add")]
[JsonDerivedType(typeof(Concat), "concat")]
[JsonDerivedType(typeof(SpaceToDepth), "space-to-depth")]
[JsonDerivedType(typeof(DepthToSpace), "depth-to-space")]
[JsonDerivedType(typeof(Embedding), "embedding")]
[JsonDerivedType(typeof(Recurrent), "recurrent")]
[JsonDerivedType(typeof(Mean), "mean")]
[JsonDerivedType(typeof(Unroll), "unroll")]
[JsonDerivedType(typeof(Choice), "choice")]
public abstract record Layer(string Name);

/// <summary>A fully connected layer, <c>[N, in] -> [N, Units]</c>; weights <c>weight [Units, in]</c> and <c>bias [Units]</c>.</summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Units">Outputs, at least 1.</param>
/// <param name="Bias">Whether a bias is added; needless before a batch norm.</param>
public sealed record Dense(string Name, int Units, bool Bias = true) : Layer(Name);

/// <summary>
/// A 2-D convolution, <c>[N, C, H, W] -> [N, Filters, (H + 2 Padding - Kernel) / Stride + 1, ...]</c>;
/// weights <c>weight [Filters, C, Kernel, Kernel]</c> and <c>bias [Filters]</c>.
/// </summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Filters">Output channels, at least 1.</param>
/// <param name="Kernel">Side of the square kernel, at least 1.</param>
/// <param name="Stride">Step in both directions, at least 1.</param>
/// <param name="Padding">Zeros added on each side, at least 0.</param>
/// <param name="Bias">Whether a bias is added.</param>
public sealed record Conv(string Name, int Filters, int Kernel, int Stride = 1, int Padding = 0, bool Bias = true) : Layer(Name);

/// <summary>
/// A transposed 2-D convolution, <c>[N, C, H, W] -> [N, Filters, (H - 1) Stride - 2 Padding + Kernel + ExtraHeight, ...]</c>;
/// weights <c>weight [C, Filters, Kernel, Kernel]</c> and <c>bias [Filters]</c>.
/// </summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Filters">Output channels, at least 1.</param>
/// <param name="Kernel">Side of the square kernel, at least 1.</param>
/// <param name="Stride">Step in both directions, at least 1.</param>
/// <param name="Padding">Rows and columns cut from each side, at least 0.</param>
/// <param name="ExtraHeight">Output padding: rows added at the lower edge, below <paramref name="Stride"/>; mirrors any size exactly.</param>
/// <param name="ExtraWidth">The same for columns at the right edge.</param>
/// <param name="Bias">Whether a bias is added.</param>
public sealed record ConvTranspose(
    string Name, int Filters, int Kernel, int Stride = 1, int Padding = 0, int ExtraHeight = 0, int ExtraWidth = 0, bool Bias = true)
    : Layer(Name);

/// <summary>
/// Batch normalization over the channels (Ioffe and Szegedy, 2015, arXiv 1502.03167); weights <c>weight</c>, <c>bias</c>,
/// <c>running_mean</c> and <c>running_var</c>, each <c>[C]</c>. Folded into the layer before it when the model is exported.
/// </summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Epsilon">Added to the variance.</param>
public sealed record BatchNorm(string Name, float Epsilon = 1e-5f) : Layer(Name);

/// <summary>An elementwise non-linearity; the shape stays.</summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Function">Which one.</param>
/// <param name="Slope">The slope for negative inputs of <see cref="ActivationFunction.LeakyRelu"/>; unused otherwise.</param>
public sealed record Activation(string Name, ActivationFunction Function, float Slope = 0.2f) : Layer(Name);

/// <summary>Gives the same values another shape; <c>Reshape(n, 1, 1)</c> flattens.</summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Shape">The new shape, of the same size.</param>
public sealed record Reshape(string Name, Hourglass.Numerics.SampleShape Shape) : Layer(Name);

/// <summary>
/// Keeps the <paramref name="Keep"/> largest values of a vector and sets the others to zero (Makhzani and Frey, k-sparse autoencoders,
/// 2013, arXiv 1312.5663). Values equal to the smallest kept one are kept too.
/// </summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Keep">How many, between 1 and the length.</param>
public sealed record TopK(string Name, int Keep) : Layer(Name);

/// <summary>
/// Turns <c>[N, 2n]</c>, means then log variances of a diagonal Gaussian, into a code <c>[N, n]</c>: a sample while training
/// (the reparameterization of Kingma and Welling, 2013, arXiv 1312.6114), the mean otherwise. Only as the last layer of an encoder.
/// </summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
public sealed record Variational(string Name) : Layer(Name);

/// <summary>
/// Sets a share of the values to zero while training, drawn anew for each value, and makes the others larger, so that their sum stays (Srivastava et al., 2014,
/// JMLR 15); in use it gives what it is given. Only in an encoder, or a network without a code.
/// </summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Share">From 0 to below 1.</param>
public sealed record Dropout(string Name, float Share) : Layer(Name);

/// <summary>
/// Adds Gaussian noise while training, drawn for each sample and channel and the same at every place; in use it gives what it is given (Bishop, 1995: training with
/// noise is Tikhonov regularization). Only in an encoder, or a network without a code.
/// </summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Deviation">The standard deviation, at least 0.</param>
public sealed record Noise(string Name, float Deviation) : Layer(Name);

/// <summary>
/// Adds what an earlier layer gave: the end of a residual block (He et al., 2015, arXiv 1512.03385) or a skip from one side of a U to the other.
/// </summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="With">The name of an earlier layer of the same half, or <see cref="Architecture.InputName"/>; its output has the same shape.</param>
public sealed record Add(string Name, string With) : Layer(Name);

/// <summary>Appends the channels that an earlier layer gave (U-Net: Ronneberger et al., 2015, arXiv 1505.04597).</summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="With">The name of an earlier layer of the same half, or <see cref="Architecture.InputName"/>; its output has the same height and width.</param>
public sealed record Concat(string Name, string With) : Layer(Name);

/// <summary>
/// Moves squares of pixels into channels, <c>[N, C, H, W] -> [N, Block^2 C, H / Block, W / Block]</c>; nothing is lost. Output channel
/// <c>(y Block + x) C + c</c> is channel c of the pixels at row y, column x of their squares, as ONNX has it.
/// </summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Block">The side of a square, at least 2; height and width are multiples of it.</param>
public sealed record SpaceToDepth(string Name, int Block) : Layer(Name);

/// <summary>
/// The inverse of <see cref="SpaceToDepth"/>: <c>[N, Block^2 C, H, W] -> [N, C, Block H, Block W]</c> (sub-pixel convolution: Shi et al., 2016,
/// arXiv 1609.05158).
/// </summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Block">The side of a square, at least 2; the number of channels is a multiple of its square.</param>
public sealed record DepthToSpace(string Name, int Block) : Layer(Name);

/// <summary>
/// Looks up a vector for each whole number: a text of numbered words, <c>[N, L] -> [N, Size, L, 1]</c>; weights <c>weight [Words, Size]</c>.
/// Number 0 stands behind the end of a text: its vector is zero, and stays so in training.
/// </summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Words">How many numbers there are, 0 among them; at least 2.</param>
/// <param name="Size">The length of a vector, at least 1.</param>
public sealed record Embedding(string Name, int Words, int Size) : Layer(Name);

/// <summary>
/// Gated recurrent units that read a column of vectors in both directions, <c>[N, C, L, 1] -> [N, 2 Units, L, 1]</c> (Cho et al., 2014,
/// arXiv 1406.1078; both directions: Schuster and Paliwal, 1997). Zero vectors at the end are not read, and stay zero. Weights, for each direction the update
/// gate, the reset gate and the new state: <c>weight [2, 3 Units, C]</c>, <c>recurrent [2, 3 Units, Units]</c> and <c>bias [2, 6 Units]</c>.
/// </summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Units">The length of the state of a direction, at least 1.</param>
public sealed record Recurrent(string Name, int Units) : Layer(Name);

/// <summary>The mean over all places, <c>[N, C, H, W] -> [N, C]</c>.</summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
public sealed record Mean(string Name) : Layer(Name);

/// <summary>Repeats a vector in a column and adds to each place what was learned for it, <c>[N, n] -> [N, n, Length, 1]</c>; weights <c>weight [n, Length]</c>.</summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Length">How often, at least 1.</param>
public sealed record Unroll(string Name, int Length) : Layer(Name);

/// <summary>
/// The number of the word that fits the vector at each place best, <c>[N, C, L, 1] -> [N, L]</c>: the one with the greatest inner product and bias; weights
/// <c>weight [Words, C]</c> and <c>bias [Words]</c>. Only as the last layer of a decoder: training compares what comes before it.
/// </summary>
/// <param name="Name">See <see cref="Layer"/>.</param>
/// <param name="Words">How many numbers there are, at least 2.</param>
public sealed record Choice(string Name, int Words) : Layer(Name);
