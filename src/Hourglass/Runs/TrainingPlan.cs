using System.Text.Json.Serialization;
using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Tasks;

namespace Hourglass.Runs;

/// <summary>The whole recipe of a training run as one record: what plan.json in a run folder holds, and all that a resumed run needs.</summary>
public sealed record TrainingPlan
{
    /// <summary>A known name such as <c>mnist</c>, or a path.</summary>
    public required string Data { get; init; }

    /// <summary>How to read it: sizes, channels, limits.</summary>
    public DataOptions Reading { get; init; } = new();

    /// <summary>What pictures are restored from; null to reconstruct the samples themselves.</summary>
    public RestorationTask? Task { get; init; }

    /// <summary>The id of a line of <see cref="Catalogue"/>, or a path to an architecture as JSON.</summary>
    public string Model { get; init; } = "conv";

    /// <summary>The length of the code.</summary>
    public int Latent { get; init; } = 16;

    /// <summary>Passes over the training data, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Minutes of training instead of a number of epochs; null for epochs.</summary>
    public double? Minutes { get; init; }

    /// <summary>The side of the squares that a network without a code learns from, in pixels of the target.</summary>
    public int Patch { get; init; } = 64;

    /// <summary>Samples per step, at least 2 (batch norm needs two).</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Adam with the weight decay applied to the gradient (<c>adam</c>) or to the weights (<c>adamw</c>).</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>The highest learning rate of the schedule.</summary>
    public double LearningRate { get; init; } = 8e-3;

    /// <summary>How much of the running mean of the gradient each step keeps (beta 1 of Adam), in [0, 1); the one-cycle schedule moves it by itself.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>How much of the running mean of squared gradients each step keeps (beta 2 of Adam), in (0, 1).</summary>
    public double SecondMomentum { get; init; } = 0.99;

    /// <summary>Weight decay, at least 0.</summary>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>How the learning rate moves over the run.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.OneCycle;

    /// <summary>The largest L2 norm of a gradient, above 0; longer ones are shortened to it. 0 switches it off.</summary>
    public double GradientClip { get; init; } = 1;

    /// <summary>What is made small.</summary>
    public ObjectiveOptions Objective { get; init; } = new();

    /// <summary>Stop after so many epochs without a better validation loss; 0 never stops early.</summary>
    public int Patience { get; init; }

    /// <summary>The share of the training data set aside for validation, in [0, 0.5].</summary>
    public double ValidationShare { get; init; } = 0.05;

    /// <summary>Names every random choice.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Where tensors live: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>mps</c>.</summary>
    public DeviceKind Device { get; init; } = DeviceKind.Auto;

    /// <summary>Arithmetic of the forward and backward pass.</summary>
    public PrecisionKind Precision { get; init; } = PrecisionKind.Float32;

    /// <summary>Threads of libtorch and of ONNX Runtime, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Seconds between checkpoints inside an epoch; one is always written at the end of an epoch.</summary>
    public double CheckpointSeconds { get; init; } = 60;

    /// <summary>The recipe that a network of the catalogue starts from; docs/decisions/0013-gans.md says why.</summary>
    /// <param name="data">See <see cref="Data"/>.</param>
    /// <param name="model">See <see cref="Model"/>; null for the default.</param>
    public static TrainingPlan Of(string data, string? model)
    {
        var plan = new TrainingPlan { Data = data };
        var gan = plan with
        {
            Optimizer = OptimizerKind.Adam,
            LearningRate = 1e-3,
            WeightDecay = 0,
            Schedule = ScheduleKind.Constant,
            GradientClip = 0,
        };
        return model switch
        {
            Adversarial.GanomalyId => gan with
            {
                Model = model,
                Latent = 100,
                Epochs = 8,
                BatchSize = 64,
                Momentum = 0.5,
                SecondMomentum = 0.999,
                Objective = new ObjectiveOptions { Loss = LossKind.L1 },
            },
            Adversarial.FAnoGanId => gan with { Model = model, Latent = 128, Epochs = 16, BatchSize = 32, Momentum = 0, SecondMomentum = 0.9 },
            Adversarial.AutoencoderId => plan with { Model = model, BatchSize = 64, LearningRate = 2e-3 },
            null => plan,
            _ => plan with { Model = model },
        };
    }

    /// <summary>The recipe of a restoring network without a code.</summary>
    public static TrainingPlan Restoring(string data, RestorationTask task) => task.GridSide > 0 ? OnGrid(data, task) : new()
    {
        Data = data,
        Task = task,
        Model = ResidualRestorer.Id,
        BatchSize = 32,
        LearningRate = 2e-3,
        WeightDecay = 1e-4,
        ValidationShare = 0.03,
        Objective = new ObjectiveOptions { Loss = LossKind.L1 },
    };

    /// <summary>The recipe of a network that sees whole pictures on a grid; docs/decisions/0014-colors.md says why.</summary>
    private static TrainingPlan OnGrid(string data, RestorationTask task) => new()
    {
        Data = data,
        Task = task,
        Model = SceneNetwork.Id,
        Epochs = 96,
        BatchSize = 16,
        LearningRate = 2e-3,
        Objective = new ObjectiveOptions { Loss = LossKind.Psnr },
    };

    /// <summary>Refuses values outside their range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is; the message names it.</exception>
    public void Check()
    {
        Require(Latent >= 1, nameof(Latent), Latent, "at least 1");
        Task?.Check();
        Require(Minutes is null or (> 0 and < 1e6), nameof(Minutes), Minutes ?? 0, "above 0");
        Require(Patch is >= 8 and <= 1024 && Patch % 8 == 0, nameof(Patch), Patch, "a multiple of 8 from 8 to 1024");
        Require(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        Require(BatchSize >= 2, nameof(BatchSize), BatchSize, "at least 2");
        Require(Threads >= 1, nameof(Threads), Threads, "at least 1");
        Require(Patience >= 0, nameof(Patience), Patience, "at least 0");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "above 0");
        Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "from 0 to below 1");
        Require(SecondMomentum is >= 0 and < 1, nameof(SecondMomentum), SecondMomentum, "from 0 to below 1");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "at least 0");
        Require(GradientClip >= 0 && double.IsFinite(GradientClip), nameof(GradientClip), GradientClip, "at least 0");
        Require(ValidationShare is >= 0 and <= 0.5, nameof(ValidationShare), ValidationShare, "from 0 to 0.5");
        Require(CheckpointSeconds >= 0, nameof(CheckpointSeconds), CheckpointSeconds, "at least 0");
    }

    private static void Require(bool holds, string name, double value, string allowed)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {allowed}.");
    }
}

/// <summary>What is made small, summed: a reconstruction error and the penalties of the family.</summary>
public sealed record ObjectiveOptions
{
    /// <summary>The reconstruction error.</summary>
    public LossKind Loss { get; init; } = LossKind.Mse;

    /// <summary>The weight beta of the prior: of the Kullback-Leibler term of a variational model (Higgins et al., 2017), or of the adversary that stands for it; per sample, in nats.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>The weight of the mean absolute value of the code.</summary>
    public double L1 { get; init; }

    /// <summary>The weight of the squared Frobenius norm of the encoder's Jacobian, estimated (Rifai et al., 2011).</summary>
    public double Contractive { get; init; }
}

/// <summary>Optimizers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OptimizerKind>))]
public enum OptimizerKind
{
    /// <summary>Kingma and Ba, 2014, arXiv 1412.6980.</summary>
    [JsonStringEnumMemberName("adam")] Adam,

    /// <summary>Loshchilov and Hutter, 2017, arXiv 1711.05101.</summary>
    [JsonStringEnumMemberName("adamw")] AdamW,
}

/// <summary>Learning-rate schedules.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScheduleKind>))]
public enum ScheduleKind
{
    /// <summary>The same rate throughout.</summary>
    [JsonStringEnumMemberName("constant")] Constant,

    /// <summary>A half cosine from the highest rate to zero (Loshchilov and Hutter, 2016, arXiv 1608.03983).</summary>
    [JsonStringEnumMemberName("cosine")] Cosine,

    /// <summary>Up, then down to almost zero, momentum the other way round (Smith and Topin, 2017, arXiv 1708.07120).</summary>
    [JsonStringEnumMemberName("one-cycle")] OneCycle,
}

/// <summary>Reconstruction errors.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LossKind>))]
public enum LossKind
{
    /// <summary>Mean squared error per value.</summary>
    [JsonStringEnumMemberName("mse")] Mse,

    /// <summary>Mean absolute error per value.</summary>
    [JsonStringEnumMemberName("l1")] L1,

    /// <summary>The negative of PSNR in dB, with a peak of 1, mean over the samples: each counts alike, however hard it is (Chen et al., 2021, arXiv 2105.06086).</summary>
    [JsonStringEnumMemberName("psnr")] Psnr,

    /// <summary>Binary cross entropy per value, in nats; for values in [0, 1].</summary>
    [JsonStringEnumMemberName("bce")] Bce,
}

/// <summary>Where tensors live while training.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeviceKind>))]
public enum DeviceKind
{
    /// <summary>CUDA or MPS where libtorch finds one, else the CPU.</summary>
    [JsonStringEnumMemberName("auto")] Auto,

    /// <summary>The CPU.</summary>
    [JsonStringEnumMemberName("cpu")] Cpu,

    /// <summary>An NVIDIA GPU; needs a build with the CUDA package.</summary>
    [JsonStringEnumMemberName("cuda")] Cuda,

    /// <summary>An Apple GPU.</summary>
    [JsonStringEnumMemberName("mps")] Mps,
}

/// <summary>Arithmetic while training.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PrecisionKind>))]
public enum PrecisionKind
{
    /// <summary>float32 throughout.</summary>
    [JsonStringEnumMemberName("fp32")] Float32,

    /// <summary>bfloat16 for convolutions and matrix products, float32 for the rest (autocast).</summary>
    [JsonStringEnumMemberName("bf16")] BFloat16,
}
