using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("trian", "unknown command 'trian', did you mean 'train'? See hourglass --help")]
    [InlineData("frobnicate", "unknown command 'frobnicate'; see hourglass --help")]
    [InlineData("data lsit", "unknown command 'lsit', did you mean 'list'? See hourglass data --help")]
    [InlineData("data data", "unknown command 'data'; see hourglass data --help")]
    [InlineData("wrods train", "unknown command 'wrods', did you mean 'words'? See hourglass --help")]
    [InlineData("train mnist --task denois", "no task is called 'denois', did you mean 'denoise'?")]
    [InlineData("train mnist --model convv", "no model is called 'convv', did you mean 'conv'? See hourglass train --help")]
    [InlineData("train mnist --model mine.json", "there is no file mine.json; see hourglass train --help")]
    [InlineData("train mnist extra", "unknown argument 'extra'; see hourglass train --help")]
    [InlineData("train mnist --epoch 3", "unknown option '--epoch', did you mean '--epochs'? See hourglass train --help")]
    [InlineData("train --epoch 3", "unknown option '--epoch', did you mean '--epochs'? See hourglass train --help")]
    [InlineData("train mnist --epoch=3", "unknown option '--epoch', did you mean '--epochs'? See hourglass train --help")]
    [InlineData("inspect conv --jsn", "unknown option '--jsn', did you mean '--json'? See hourglass inspect --help")]
    [InlineData("train mnist --epochs", "required argument missing for option: '--epochs'; see hourglass train --help")]
    [InlineData("train mnist --epochs x", "--epochs is 'x'; expected a number of at least 1; see hourglass train --help")]
    [InlineData("train mnist --epochs 0", "--epochs is '0'; expected a number of at least 1; see hourglass train --help")]
    [InlineData("train mnist --batch 1", "--batch is '1'; expected a number from 2 to 1048576; see hourglass train --help")]
    [InlineData("train mnist --lr nan", "--learning-rate is 'nan'; expected a number above 0, at most 100; see hourglass train --help")]
    [InlineData("train mnist --lr 0", "--learning-rate is '0'; expected a number above 0, at most 100; see hourglass train --help")]
    [InlineData("train mnist --validation 0.6", "--validation is '0.6'; expected a number from 0 to 0.5; see hourglass train --help")]
    [InlineData("train mnist --schedule linear", "--schedule is 'linear'; expected constant, cosine, one-cycle; see hourglass train --help")]
    [InlineData("train mnist --channels 2", "--channels is '2'; expected 1 for gray or 3 for color; see hourglass train --help")]
    [InlineData("train mnist --size 28", "--size is '28'; expected width x height in pixels, such as 64x48; see hourglass train --help")]
    [InlineData("train mnist --size 0x28", "--size is '0x28'; expected width x height in pixels, such as 64x48; see hourglass train --help")]
    [InlineData("train mnist --threads 0", "--threads is '0'; expected a number from 1 to 1024; see hourglass train --help")]
    [InlineData("train mnist --model resnet", "no model is called 'resnet'; there are conv, dense, classic, variational, adversarial, sparse, ganomaly, f-anogan, restorer, restorer-small, scene, or name a file with an architecture as JSON; see hourglass train --help")]
    [InlineData("train mnist --patience 3 --validation 0", "--patience watches the validation loss; give it samples by --validation 0.05")]
    [InlineData("train", "train needs DATA: a known name such as mnist, or a path; see hourglass train --help")]
    [InlineData("train mnist --resume runs/x", "--resume continues by the recipe of its run; leave out DATA")]
    [InlineData("train --resume runs/x --epochs 3", "--resume continues by the recipe of its run; leave out --epochs")]
    [InlineData("train --resume runs/x --threads 3", "--resume continues by the recipe of its run; leave out --threads")]
    [InlineData("train --resume runs/x -o runs/y", "--resume continues by the recipe of its run; leave out --output")]
    [InlineData("evaluate", "required argument 'MODEL' missing for command: 'evaluate'; see hourglass evaluate --help")]
    [InlineData("encode model mnist", "option '--output' is required; see hourglass encode --help")]
    [InlineData("encode model mnist -o codes.txt", "-o codes.txt: codes are written as .npy or .csv; name such a file")]
    [InlineData("map model mnist -o map.png", "-o map.png: a map is written as .html or .csv; name such a file")]
    [InlineData("data fetch mnits", "no data set is called 'mnits', did you mean 'mnist'?")]
    [InlineData("data fetch iris", "no data set is called 'iris'; there are digits, mnist, fashion-mnist")]
    [InlineData("inspect conv --verify", "--verify needs a model that train made, and conv is none")]
    public void AWrongCommandLineIsOneLineAndExitCode2(string commandLine, string line) =>
        Typed.Run(commandLine.Split(' ')).FailedWith(ExitCode.Usage, line);

    [Fact]
    public void ADashAfterTwoDashesIsDataAndNoOption() =>
        Assert.DoesNotContain("unknown option", Typed.Run("inspect", "--", "-x").Error);

    [Fact]
    public void AResumedFolderWithoutARunIsNamed()
    {
        using var folder = new TemporaryFolder();
        Typed.Run("train", "--resume", folder.Path).FailedWith(
            ExitCode.Usage, $"{folder.Path} holds no run: there is no {Path.Combine(folder.Path, "plan.json")}; name the folder of a run that was stopped");
    }

    [Fact]
    public void AFolderInUseIsNeverTrainedInto()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "mine.txt"), "mine");
        Typed.Run("train", "digits", "-o", folder.Path).FailedWith(ExitCode.Usage, $"{folder.Path} is not empty; name another folder by -o");
        File.WriteAllText(Path.Combine(folder.Path, "plan.json"), "{}");
        Typed.Run("train", "digits", "-o", folder.Path).FailedWith(
            ExitCode.Usage, $"{folder.Path} holds a run; continue it by train --resume {folder.Path}, or name another folder by -o");
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder.Path, "mine.txt")));
    }

    [Theory]
    [InlineData("decode model -o x")]
    [InlineData("decode model codes.npy --draw 3 -o x")]
    public void DecodeTakesEitherCodesOrANumber(string line) => Typed.Run(line.Split(' ')).FailedWith(
        ExitCode.Usage, "decode takes either CODES, a file with codes, or --draw and a number of new samples");

    [Fact]
    public void DecodedPicturesNeverReplaceAFolderInUse()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "mine.txt"), "mine");
        Typed.Run("decode", "model", "codes.npy", "-o", folder.Path).FailedWith(
            ExitCode.Usage, $"-o {folder.Path}: the folder is not empty; name a new one");
    }
}
